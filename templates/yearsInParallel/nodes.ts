import { type Position, versionOf } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import { retry, settingsName } from '../storages/storage';

const part = `$('${settingsName}').first().json.body`;

interface DocumentType {
	resource: string;
	nodeType: string;
}

/** The document types, in the order of the outputs of the switch. */
export const documentTypes: DocumentType[] = [
	{ resource: 'invoices', nodeType: 'sinaoInvoices' },
	{ resource: 'quotes', nodeType: 'sinaoQuotes' },
	{ resource: 'purchases', nodeType: 'sinaoPurchases' },
];

export const webhookName = 'Webhook: one part';
export const startPartName = 'Start each part';
export const splitByName = 'Type and year';

/** Lists the documents of a type with their dates. The second word of its name is the document type. */
export function getDatesNode(
	{ resource, nodeType }: DocumentType,
	position: Position,
): NodeDeclaration {
	return {
		name: `List ${resource}`,
		type: `n8n-nodes-sinao.${nodeType}`,
		typeVersion: versionOf(nodeType),
		position,
		parameters: {
			authentication: 'apiKey',
			operation: 'getMany',
			returnAll: true,
			simplify: true,
			filters: {},
			options: {},
		},
	};
}

/** Output 0 is for the whole account, the others for a part of one document type, as named in a webhook call. */
export function switchNode(position: Position): NodeDeclaration {
	const resources = documentTypes.map(({ resource }) => resource);
	const output = `={{ ${JSON.stringify(resources)}.indexOf(${part}?.resource) + 1 }}`;
	return {
		name: 'Whole or part?',
		type: 'n8n-nodes-base.switch',
		typeVersion: 3.2,
		position,
		parameters: { mode: 'expression', numberOutputs: documentTypes.length + 1, output },
	};
}

/** Starts one part. Each call is a separate execution that any worker can run. */
export function webhookNode(position: Position): NodeDeclaration {
	return {
		name: webhookName,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position,
		parameters: {
			httpMethod: 'POST',
			path: 'sinao-part',
			authentication: 'headerAuth',
			responseMode: 'onReceived',
			options: {},
		},
	};
}

/** One item per document type and year, with the IDs of its documents. */
export function partsNodes([x, y]: Position): NodeDeclaration[] {
	const assignments = [
		{
			id: 'resource',
			name: 'resource',
			type: 'string',
			value: "={{ $prevNode.name.split(' ')[1] }}",
		},
		{
			id: 'year',
			name: 'year',
			type: 'string',
			value: "={{ $json.date ? $json.date.slice(0, 4) : 'none' }}",
		},
		{ id: 'id', name: 'id', type: 'string', value: '={{ $json.id }}' },
	];
	return [
		{
			name: splitByName,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [x, y],
			parameters: { assignments: { assignments }, options: {} },
		},
		{
			name: 'Parts',
			type: 'n8n-nodes-base.summarize',
			typeVersion: 1.1,
			position: [x + 240, y],
			parameters: {
				fieldsToSummarize: {
					values: [{ aggregation: 'concatenate', field: 'id', separateBy: ',' }],
				},
				fieldsToSplitBy: 'resource, year',
				options: {},
			},
		},
	];
}

/** Calls the workflow's own webhook once for each part. */
export function startPartNode(position: Position): NodeDeclaration {
	const body = '{ resource: $json.resource, year: $json.year, ids: $json.concatenated_id }';
	return {
		name: startPartName,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position,
		parameters: {
			method: 'POST',
			url: `={{ $('${settingsName}').first().json.webhook }}`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify(${body}) }}`,
			options: {},
		},
		...retry,
	};
}

/** Filters for the documents of one part. IDs select those without a date as well, which no date filter matches. */
export const partFilters: Parameters = { ids: `={{ ${part}.ids }}` };
