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
export interface OperationContext {
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
	items: INodeExecutionData[];
	missing: INodeExecutionData[];
}

/** Everything about one operation: its place in the interface and what it does. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	option: (resource: Resource) => Omit<INodePropertyOptions, 'value'>;
	properties: (resource: Resource) => INodeProperties[];
	execute: (job: OperationContext) => Promise<Outputs>;
}
