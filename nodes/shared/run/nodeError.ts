import {
	type Failure as DeclaredFailure,
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { type Failure, SinaoFailure } from '../failure';

const diskFull = "n8n's disk is full";
const makeRoom =
	'Free up space or shorten EXECUTIONS_DATA_MAX_AGE, then run the workflow again. No incomplete file was output.';

/**
 * Why a request failed, in n8n's terms (n8n documentation, Error handling), only where Sinao's response proves it. n8n
 * decides from this whether it waits or asks for another credential; versions without the option ignore it.
 */
function declared({ reason, httpCode, retryAfter }: Failure): DeclaredFailure | undefined {
	if (reason === 'unauthorized') return { cause: 'credential-invalid' };
	const wait = retryAfter === undefined ? {} : { retryAfterMs: retryAfter };
	if (httpCode === '429') return { cause: 'rate-limited', ...wait };
	if (['502', '503', '504'].includes(httpCode ?? ''))
		return { cause: 'temporarily-unavailable', ...wait };
	return undefined;
}

/** Converts an exception to n8n's error: message and description for the user, HTTP details for experts. */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
		return new NodeOperationError(node, diskFull, { description: makeRoom, itemIndex });
	if (!(error instanceof SinaoFailure))
		return new NodeOperationError(node, error as Error, { itemIndex });
	const { message, description, httpCode, details, reason } = error.failure;
	if (reason === 'cancelled')
		return new NodeOperationError(node, message, { description, itemIndex });
	const response: JsonObject = { message: details ?? message, reason };
	const wrapped = new NodeApiError(node, response, {
		message,
		description,
		httpCode: httpCode ?? undefined,
		itemIndex,
		failure: declared(error.failure),
	});
	// n8n replaces messages that contain a network error code.
	wrapped.message = message;
	return wrapped;
}
