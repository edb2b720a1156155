import type { NodeDeclaration, Parameters } from './workflow';

export type Position = [number, number];

/** A value that the user enters in the 'Settings' node. */
export interface Setting {
	name: string;
	value: string;
}

/**
 * Version 1.2 runs in n8n 1.123 and later. Only version 1.4 (n8n 2.36) has a policy for missed runs: n8n 2 drops the
 * parameter from an older version, and the editor of n8n 1 imports a newer one as an unknown node without connections.
 */
function scheduleTrigger(name: string, position: Position, interval: Parameters): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.scheduleTrigger',
		typeVersion: 1.2,
		position,
		parameters: { rule: { interval: [interval] } },
	};
}

/** Runs the workflow every Monday at 3 am. */
export function weeklyTrigger(name: string, position: Position): NodeDeclaration {
	return scheduleTrigger(name, position, { field: 'weeks', triggerAtDay: [1], triggerAtHour: 3 });
}

/** Runs the workflow every night at 2 am. */
export function nightlyTrigger(name: string, position: Position): NodeDeclaration {
	return scheduleTrigger(name, position, { field: 'days', triggerAtHour: 2 });
}

/** Runs the workflow on the 5th of every month at 6 am. */
export function monthlyTrigger(name: string, position: Position): NodeDeclaration {
	return scheduleTrigger(name, position, {
		field: 'months',
		triggerAtDayOfMonth: 5,
		triggerAtHour: 6,
	});
}

/** Runs the workflow from the editor and from the command line. */
export function manualTrigger(name: string, position: Position): NodeDeclaration {
	return { name, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position, parameters: {} };
}

/** The only node in which the user enters values. */
export function settingsNode(
	name: string,
	settings: Setting[],
	position: Position,
): NodeDeclaration {
	const assignments = settings.map((setting) => ({ id: setting.name, type: 'string', ...setting }));
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: { assignments: { assignments }, options: {} },
	};
}

/**
 * Sends items to the first output if the condition is true, otherwise to the second.
 *
 * @param condition a boolean expression, without the braces
 */
export function ifNode(name: string, condition: string, position: Position): NodeDeclaration {
	const conditions = [
		{
			id: 'condition',
			leftValue: `={{ ${condition} }}`,
			rightValue: '',
			operator: { type: 'boolean', operation: 'true', singleValue: true },
		},
	];
	return {
		name,
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		position,
		parameters: {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions,
				combinator: 'and',
			},
			options: {},
		},
	};
}

/** Fails the execution with an error. */
export function stopNode(name: string, errorMessage: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.stopAndError',
		typeVersion: 1,
		position,
		parameters: { errorType: 'errorMessage', errorMessage },
	};
}

/** The newest version of a node of this package: nodes with documents have outputs by operation since 1.1. */
export function versionOf(type: string): number {
	return ['sinaoInvoices', 'sinaoQuotes', 'sinaoPurchases'].includes(type) ? 1.1 : 1;
}

/** Waits for all inputs, or until nothing else is left to run, and outputs the items of all. */
export function mergeNode(name: string, inputs: number, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position,
		parameters: { mode: 'append', numberInputs: inputs },
	};
}

/** What makes a list name the files of a node that has downloaded its documents: the export runs once, after that node. */
export function namingFilesOf(download: string, node: NodeDeclaration): NodeDeclaration {
	const options = {
		...(node.parameters.options as Parameters),
		downloadedDocuments: `={{ $('${download}').all(0) }}`,
	};
	return { ...node, parameters: { ...node.parameters, options }, executeOnce: true };
}

/** One of this package's nodes. */
export function sinaoNode(
	name: string,
	type: string,
	operation: string,
	options: Parameters,
	position: Position,
): NodeDeclaration {
	return {
		name,
		type: `n8n-nodes-sinao.${type}`,
		typeVersion: versionOf(type),
		position,
		parameters: {
			authentication: 'apiKey',
			operation,
			filters: {},
			binaryPropertyName: 'data',
			options,
		},
	};
}
