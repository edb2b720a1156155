import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SinaoFailure } from '../failure';

const diskFull = "n8n's disk is full";
const makeRoom =
	'Free up space or shorten EXECUTIONS_DATA_MAX_AGE, then run the workflow again. No incomplete file was output.';

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
	});
	// n8n replaces messages that contain a network error code.
	wrapped.message = message;
	return wrapped;
}
