import type { Position } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import { settingsName } from '../storages/storage';

const part = `$('${settingsName}').first().json.body`;

/** The kinds of documents, in the order of the outputs of the switch. */
const kinds = [
	{ resource: 'invoices', type: 'sinaoInvoices' },
	{ resource: 'quotes', type: 'sinaoQuotes' },
	{ resource: 'purchases', type: 'sinaoPurchases' },
];

/** Lists that say which years there are; the second word of the name is the kind. */
export const countedLists = kinds.map(({ resource, type }) => ({
	node: (position: Position): NodeDeclaration => ({
		name: `List ${resource}`,
		type: `n8n-nodes-sinao.${type}`,
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'apiKey',
			operation: 'getMany',
			returnAll: true,
			simplify: true,
			filters: {},
			options: {},
		},
	}),
}));

/** Output 0 for the whole account, the others for a part of one kind, which a webhook call names. */
export function switchNode(position: Position): NodeDeclaration {
	const output = `={{ ${JSON.stringify(kinds.map(({ resource }) => resource))}.indexOf(${part}?.resource) + 1 }}`;
	return {
		name: 'Whole account or part',
		type: 'n8n-nodes-base.switch',
		typeVersion: 3.2,
		position,
		parameters: { mode: 'expression', numberOutputs: kinds.length + 1, output },
	};
}

/** Begins one part. Each call is an execution of its own, which any worker takes. */
export function webhookNode(position: Position): NodeDeclaration {
	return {
		name: 'One part',
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

/** One item for each kind and year; what has no date is a part by its ids, because no period holds it. */
export function yearNodes([x, y]: Position): NodeDeclaration[] {
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
			name: 'Kind and year',
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

/** Orders each part at the workflow's own webhook. */
export function orderNode(position: Position): NodeDeclaration {
	const body =
		"{ resource: $json.resource, year: $json.year, ids: $json.year === 'none' ? $json.concatenated_id : '' }";
	const parameters: Parameters = {
		method: 'POST',
		url: `={{ $('${settingsName}').first().json.webhook }}`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify(${body}) }}`,
		options: {},
	};
	return {
		name: 'Order each part',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position,
		parameters,
		retryOnFail: true,
		maxTries: 3,
		waitBetweenTries: 5000,
	};
}

function ofYear(day: string): string {
	return `={{ ${part}.year === 'none' ? '' : ${part}.year + '-${day}' }}`;
}

/** The documents of one part. */
export const partFilters: Parameters = {
	fromDate: ofYear('01-01'),
	toDate: ofYear('12-31'),
	ids: `={{ ${part}.ids }}`,
};
