import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Connection } from '../sinao/connection';
import type { Resource } from '../resource';

/** One input item's work for one operation. */
export interface Job {
	context: IExecuteFunctions;
	itemIndex: number;
	resource: Resource;
	connection: Connection;
	/** The values under 'Options'. */
	options: IDataObject;
	/** Tells the user something on the node after the run. */
	hint: (message: string) => void;
}

/** The node's outputs: what was made, and what could not be had. */
export interface Outputs {
	made: INodeExecutionData[];
	missing: INodeExecutionData[];
}

/** Everything about one operation: its place in the interface and what it does. */
export interface Operation {
	option: (resource: Resource) => INodePropertyOptions & { value: string };
	properties: (resource: Resource) => INodeProperties[];
	execute: (job: Job) => Promise<Outputs>;
}

/** Where files go in an item, as n8n's own file nodes ask for it. */
export const outputFileProperty: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

export const folderStructureOption: INodeProperties = {
	displayName: 'Folder Structure',
	name: 'folderStructure',
	type: 'options',
	options: [
		{
			name: 'Flat',
			value: 'flat',
			description: 'No folders; what would be a folder stands in front of the file name',
		},
		{ name: 'Kind', value: 'kind', description: "For example 'Factures'" },
		{ name: 'Kind and Year', value: 'kindAndYear', description: "For example 'Factures/2024'" },
	],
	default: 'kindAndYear',
	description: "How folders are laid out in 'path' and 'folder' of the output",
};

/** The collection 'Options', with its fields in the order of their names. */
export function optionsCollection(...options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}
