import type { Connection } from '../api/connection';
import type { Outcome } from '../api/failure';
import { withRetries } from '../api/retry';
import { type Answer, type Query, send } from '../api/send';
import { statusFailure } from '../api/statusFailure';
import { checkDocument } from '../files/documentType';
import { type ReadZip, readZip, type ZipLimits } from '../files/unzip';
import { lengthFailure } from './fetchDocument';

export interface FetchedZip extends ReadZip {
	/** As the service sent it. */
	bytes: Buffer;
}

/** Fetches a ZIP file until it is whole, or the failure is final. Never throws. */
export async function fetchZip(
	connection: Connection,
	path: string,
	query: Query,
	limits: ZipLimits & { zipBytes: number },
): Promise<Outcome<FetchedZip>> {
	const { idleTimeout } = connection.settings;
	return await withRetries(connection, async () => {
		const outcome = await send(connection, {
			path,
			query,
			idleTimeout: idleTimeout.file,
			maximumBytes: limits.zipBytes,
		});
		if (outcome.failure) return outcome;
		const answer = outcome.value as Answer;
		const refused =
			statusFailure(answer) ??
			lengthFailure(answer) ??
			checkDocument(answer.body, 'any', undefined).failure;
		if (refused) return { failure: refused };
		const { value, failure } = readZip(answer.body, limits);
		return failure ? { failure } : { value: { bytes: answer.body, ...(value as ReadZip) } };
	});
}
