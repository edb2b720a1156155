import type {
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { listOf } from '../shared/parameters/filters';
import type { Row } from '../shared/resource';
import { isSecret, memoryOf } from './memory';
import { type Call, readCalls } from './body';

/** Input item of an execution: what a call says, and its body where that is not enough. */
export interface ReceivedCall extends Call {
	/** UTC time at which n8n received the call. */
	receivedAt: string;
	body?: IDataObject;
}

/**
 * Answers a call at once and starts the workflow if it is about a selected event, with one item per
 * event. A call without the secret gets 404 and no word.
 */
export function receive(context: IWebhookFunctions): IWebhookResponseData {
	const { token } = context.getQueryData() as { token?: unknown };
	if (!isSecret(token, memoryOf(context).secret)) {
		context.getResponseObject().status(404).end();
		return { noWebhookResponse: true };
	}
	const events = eventsOf(context);
	const body = (context.getBodyData() ?? {}) as Row;
	const calls = readCalls(body, events).filter(({ event }) => !event || events.includes(event));
	if (!calls.length) return { webhookResponse: 'OK' };
	const receivedAt = new Date().toISOString();
	return {
		workflowData: [
			calls.map((call) => ({
				json: { ...call, receivedAt, ...(isClear(call) ? {} : { body }) } as unknown as IDataObject,
			})),
		],
	};
}

/** The selected events; an expression can return them as a text, or none. */
export function eventsOf(context: IHookFunctions | IWebhookFunctions): string[] {
	return listOf(context.getNodeParameter('events', []));
}

function isClear({ event, documents }: Call): boolean {
	return Boolean(
		event && documents.length && documents.every(({ id, isBare }) => id !== undefined && !isBare),
	);
}
