import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { forEachLeaf, valueAt } from '../shared/values/fields';
import { isSecret, memoryOf } from './memory';

/** The content of a webhook call. It is only a hint: all data is read from the API (docs/reliability.md, fault 75). */
export interface Call {
	/** e.g. `invoice.updated` */
	event?: string;
	id?: number;
}

/**
 * Responds immediately, and starts the workflow if the event is selected. A call without the secret gets
 * 404 without a body.
 */
export function receive(context: IWebhookFunctions): IWebhookResponseData {
	const { token } = context.getQueryData() as { token?: unknown };
	if (!isSecret(token, memoryOf(context).secret)) {
		context.getResponseObject().status(404).end();
		return { noWebhookResponse: true };
	}
	const events = context.getNodeParameter('events') as string[];
	const body = context.getBodyData();
	const call = readCall(body, events);
	const isIdle = call.event ? !events.includes(call.event) : !Object.keys(body ?? {}).length;
	if (isIdle) return { webhookResponse: 'OK' };
	return {
		workflowData: [[{ json: call.event && call.id !== undefined ? { ...call } : { body } }]],
	};
}

/**
 * The event and the id in a call, whose format Sinao does not document: the first text that is the name of
 * an event, and the first number in a field that can be the id.
 */
function readCall(body: IDataObject, events: string[]): Call {
	const leaves: Array<{ depth: number; value: unknown }> = [];
	forEachLeaf(body, (name, value) => leaves.push({ depth: name.split('.').length, value }));
	const texts = leaves
		.sort((one, other) => one.depth - other.depth)
		.map(({ value }) => String(value));
	const event = texts.find(
		(text) => events.includes(text) || /^[a-z_]+\.(?:created|updated|deleted)$/.test(text),
	);
	const object = event?.split('.', 1)[0];
	const idFields = [
		'data.id',
		`data.${object}.id`,
		`data.object.id`,
		`${object}.id`,
		'object.id',
		`data.${object}_id`,
		`${object}_id`,
		'object_id',
		'id',
	];
	const id = idFields
		.map((field) => String(valueAt(body, field)))
		.find((value) => /^\d{1,15}$/.test(value));
	return { event, id: id === undefined ? undefined : Number(id) };
}
