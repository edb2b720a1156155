import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';

import type { Connection } from '../shared/sinao/connection';
import { connectHook } from '../shared/run/connect';
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
import { type CompanyWebhook, readWebhook, writeWebhook } from './companyWebhook';
import { memoryOf } from './memory';
import { createSecret } from './memory';

/** Whether Sinao calls this node, with its secret and for all its events. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	try {
		const { url, events } = await readWebhook(await connectHook(context));
		const { secret } = memoryOf(context);
		return (
			secret !== undefined &&
			url === withSecret(ownAddress(context), secret) &&
			chosenEvents(context).every((event) => events.includes(event))
		);
	} catch (error) {
		throw publishingError(context, error);
	}
}

/**
 * Makes this node's address that of the company, and remembers what stood in its place. Events that
 * were chosen before stay chosen. What fails half way is undone.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	try {
		assertReachable(context);
		const connection = await connectHook(context);
		const current = await readWebhook(connection);
		const { replaceExisting } = context.getNodeParameter('options', {}) as {
			replaceExisting?: boolean;
		};
		if (current.url && !isOwn(current.url, context) && !replaceExisting)
			throw addressInUse(current.url, context);

		const added = chosenEvents(context).filter((event) => !current.events.includes(event));
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

/** n8n shows the message alone of what goes wrong while a workflow is published, so the way out stands in it. */
function publishingError(context: IHookFunctions, error: unknown): NodeOperationError {
	const { message, description } = nodeError(context.getNode(), error, 0);
	return new NodeOperationError(
		context.getNode(),
		description ? `${message}. ${description}` : message,
	);
}

/** Keeps what will be given back, and gives the secret. An address of this node's own has its predecessor given back in its place. */
function remember(context: IHookFunctions, current: CompanyWebhook, added: string[]): string {
	const memory = memoryOf(context);
	const own = ownAddress(context);
	const isTest = context.getActivationMode() === 'manual';
	const isFromBefore =
		current.url !== '' &&
		(isOwn(current.url, context) || (!isTest && hasSecret(current.url, memory.secret)));
	const known = memory.replaced?.[own] ??
		memory.replaced?.[withoutQuery(current.url)] ?? { url: '', added: chosenEvents(context) };
	const replaced = isFromBefore
		? { url: known.url, added: [...known.added, ...added] }
		: { url: current.url, added };
	memory.replaced = { ...(isTest ? memory.replaced : {}), [own]: replaced };
	memory.secret ??= createSecret();
	return memory.secret;
}

/** What n8n keeps of a failed activation is not certain, so the address is given back before the error leaves. */
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
 * Gives the address back to whoever had it before, unless somebody else has taken it meanwhile. Never
 * throws, because n8n switches the workflow off all the same: what was not possible stands in n8n's log.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	const own = ownAddress(context);
	const memory = memoryOf(context);
	const { url, added } = memory.replaced?.[own] ?? { url: '', added: chosenEvents(context) };
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

function chosenEvents(context: IHookFunctions): string[] {
	return context.getNodeParameter('events', []) as string[];
}
