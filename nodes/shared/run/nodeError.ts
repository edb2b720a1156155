import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SinaoFailure } from '../failure';

const diskFull = 'The disk on which n8n keeps its files is full';
const makeRoom =
	'Make room on it, or let n8n delete old executions sooner (EXECUTIONS_DATA_MAX_AGE), then run the workflow again. Nothing half was put out.';

/** n8n's error for whatever was thrown: message and description for the user, the HTTP context for experts. */
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
	});
	// n8n replaces messages that contain a network code by sentences of its own.
	wrapped.message = message;
	return wrapped;
}
