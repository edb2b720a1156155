import { callNode, leftName, needsNextPart, sizeOfNextPart } from '../backup/nextPart';
import { summary } from '../backup/steps';
import { ifNode, type Position } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import { continueOnError } from '../storages/storage';
import { companyTriggerName } from './companyStorage';

export const writeOverviewName = 'Write the overview';
export const listCompaniesName = 'List the companies';
const backUpCompanyName = 'Back up one company';
const eachCompanyName = 'Each company';

/** The company that a Sinao node uses. */
export const selectedCompany: Parameters = {
	authentication: 'login',
	company: {
		__rl: true,
		mode: 'id',
		value: `={{ $('${companyTriggerName}').first().json.id }}`,
	},
};

function setNode(
	name: string,
	assignment: { name: string; type: string; value: string },
	includeOtherFields: boolean,
	position: Position,
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: {
			assignments: { assignments: [{ id: assignment.name, ...assignment }] },
			...(includeOtherFields ? { includeOtherFields } : {}),
			options: {},
		},
	};
}

/** `alwaysOutputData`, because a login without companies must not end the workflow without a word. */
export function listCompaniesNode(position: Position): NodeDeclaration {
	return {
		name: listCompaniesName,
		type: 'n8n-nodes-sinao.sinaoRecords',
		typeVersion: 1.1,
		position,
		parameters: {
			authentication: 'login',
			resource: 'companies',
			operation: 'getMany',
			// A company that was renamed keeps its folder.
			options: { overviewField: 'data' },
		},
		alwaysOutputData: true,
		executeOnce: true,
	};
}

export function eachCompanyNode(position: Position): NodeDeclaration {
	return {
		name: eachCompanyName,
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		position,
		parameters: { options: {} },
	};
}

/**
 * Calls this workflow for one company, or for the next part of its documents. An execution that fails results in an item with an error, and one without a result
 * in an empty item: without an item, the loop would end before the other companies.
 */
export function backUpCompanyNode(position: Position): NodeDeclaration {
	return {
		...callNode(backUpCompanyName, { options: {} }, position),
		alwaysOutputData: true,
		...continueOnError,
	};
}

/** Adds the company to its result, because an error does not name it. */
export function resultNode(position: Position): NodeDeclaration {
	const value = `={{ $('${eachCompanyName}').first().json }}`;
	return setNode('Add the company', { name: 'listed', type: 'object', value }, true, position);
}

/** Whether documents of a company are left, and fewer than before its last execution. */
export function companyLeftNode(position: Position): NodeDeclaration {
	return ifNode(leftName, '$json.backup?.goesOn === true', position);
}

/** The same company again, with how many of its documents are left, and how many the next part downloads. */
export function sameCompanyNode(position: Position): NodeDeclaration {
	return {
		name: 'Same company again',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: {
			mode: 'raw',
			jsonOutput:
				'={{ Object.assign({}, $json.listed, { left: $json.backup.left, maximumFiles: $json.backup.maximumFiles }) }}',
			options: {},
		},
	};
}

/** What the execution of one company returns: the summary of Write Manifest without its long list of paths, and whether a next part is useful. */
export function outcomeNode(position: Position): NodeDeclaration {
	const value = `={{ Object.assign({}, ${summary}, { paths: [], goesOn: ${needsNextPart(companyTriggerName)}, maximumFiles: ${sizeOfNextPart(companyTriggerName)} }) }}`;
	return {
		...setNode('Return the outcome', { name: 'backup', type: 'object', value }, false, position),
		executeOnce: true,
	};
}
