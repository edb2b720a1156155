import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';

import type { Connection } from '../shared/sinao/connection';
import { finalFailure, SinaoFailure } from '../shared/failure';
import { connectHook } from '../shared/run/execute';
import { nodeError } from '../shared/run/nodeError';
import {
	addressInUse,
	assertReachable,
	hasSecret,
	isOwn,
	isSameAddress,
	ownAddress,
	withoutQuery,
	withSecret,
} from './address';
import { eventsOf } from './call';
import { type CompanyWebhook, readWebhook, writeWebhook } from './companyWebhook';
import { createSecret, memoryOf } from './memory';

/** Whether the webhook in Sinao has this node's URL, secret and events. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	try {
		const chosen = chosenEvents(context);
		const { url, events } = await readWebhook(await connectHook(context));
		const { secret } = memoryOf(context);
		return (
			secret !== undefined &&
			url === withSecret(ownAddress(context), secret) &&
			chosen.every((event) => events.includes(event))
		);
	} catch (error) {
		throw publishingError(context, error);
	}
}

/**
 * Registers this node as the webhook of the company, and stores the previous one. Existing events stay
 * selected. If it fails, the previous webhook is restored.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	try {
		assertReachable(context);
		const chosen = chosenEvents(context);
		const connection = await connectHook(context);
		const current = await readWebhook(connection);
		const { replaceExisting } = context.getNodeParameter('options', {}) as {
			replaceExisting?: boolean;
		};
		if (current.url && !isOwn(current.url, context) && !replaceExisting)
			throw addressInUse(current.url, context);

		const added = chosen.filter((event) => !current.events.includes(event));
		const secret = remember(context, current, added);
		await writeOrUndo(context, connection, {
			url: withSecret(ownAddress(context), secret),
			events: [...current.events, ...added],
		});
		return true;
	} catch (error) {
		throw publishingError(context, error);
	}
}

/** When publishing fails, n8n shows only the message, so it includes the description. */
function publishingError(context: IHookFunctions, error: unknown): NodeOperationError {
	const { message, description } = nodeError(context.getNode(), error, 0);
	return new NodeOperationError(
		context.getNode(),
		description ? `${message}. ${description}` : message,
	);
}

/** Stores the webhook to restore, and returns the secret. If the current URL is this node's, its predecessor is restored. */
function remember(context: IHookFunctions, current: CompanyWebhook, added: string[]): string {
	const memory = memoryOf(context);
	const own = ownAddress(context);
	const isTest = context.getActivationMode() === 'manual';
	const isFromBefore =
		current.url !== '' &&
		(isOwn(current.url, context) || (!isTest && hasSecret(current.url, memory.secret)));
	const known = memory.replaced?.[own] ??
		memory.replaced?.[withoutQuery(current.url)] ?? { url: '', added: eventsOf(context) };
	const replaced = isFromBefore
		? { url: known.url, added: [...known.added, ...added] }
		: { url: current.url, added };
	memory.replaced = { ...(isTest ? memory.replaced : {}), [own]: replaced };
	memory.secret ??= createSecret();
	return memory.secret;
}

/** Restores the previous webhook on failure, because n8n may not keep the static data of a failed activation. */
async function writeOrUndo(
	context: IHookFunctions,
	connection: Connection,
	webhook: CompanyWebhook,
): Promise<void> {
	try {
		await writeWebhook(connection, webhook);
		if ((await readWebhook(connection)).url === webhook.url) return;
		throw new NodeOperationError(context.getNode(), 'Sinao did not save the webhook', {
			description:
				'Another tool may have registered its own at the same time. Activate the workflow again.',
		});
	} catch (error) {
		await unregister(context);
		throw nodeError(context.getNode(), error, 0);
	}
}

/**
 * Restores the previous webhook, unless another tool has replaced this one. Never throws, because n8n
 * deactivates the workflow anyway: failures are written to n8n's log.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const own = ownAddress(context);
	const memory = memoryOf(context);
	const { url, added } = memory.replaced?.[own] ?? { url: '', added: eventsOf(context) };
	try {
		const connection = await connectHook(context);
		const current = await readWebhook(connection);
		if (isSameAddress(current.url, own)) {
			await writeWebhook(connection, {
				url,
				events: current.events.filter((event) => !added.includes(event)),
			});
		}
		memory.replaced = Object.fromEntries(
			Object.entries(memory.replaced ?? {}).filter(([address]) => address !== own),
		);
		return true;
	} catch (error) {
		const { message, description } = nodeError(context.getNode(), error, 0);
		context.logger.error(
			`The previous webhook could not be restored: ${message}. ${description ?? ''}`,
		);
		return false;
	}
}

/** @throws SinaoFailure if an expression returns none, because the workflow would never start */
function chosenEvents(context: IHookFunctions): string[] {
	const events = eventsOf(context);
	if (events.length) return events;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: "'Event Names or IDs' is empty",
			description: 'Select an event, or check the expression.',
		}),
	);
}
