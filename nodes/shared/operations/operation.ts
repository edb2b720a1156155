import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Connection } from '../sinao/connection';
import type { Resource } from '../resource';

/** What an operation needs to process one input item. */
export interface OperationContext {
	context: IExecuteFunctions;
	itemIndex: number;
	resource: Resource;
	connection: Connection;
	/** The values under 'Options'. */
	options: IDataObject;
	/** Adds an execution hint to the node. */
	hint: (message: string) => void;
}

/** The node's outputs: the results, and missing documents. */
export interface Outputs {
	items: INodeExecutionData[];
	missing: INodeExecutionData[];
}

/** One operation: its option, its parameters and its function. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	option: (resource: Resource) => Omit<INodePropertyOptions, 'value'>;
	properties: (resource: Resource) => INodeProperties[];
	/** Whether it is not about the data of one company. */
	needsNoCompany?: boolean;
	execute: (job: OperationContext) => Promise<Outputs>;
}
