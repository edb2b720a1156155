import type { IExecuteFunctions } from 'n8n-workflow';

import { SinaoFailure } from '../../shared/api/failure';
import { sha256 } from '../../shared/files/fileItem';
import { parseManifest } from '../manifest/read';
import type { Manifest } from '../manifest/schema';

export interface Previous {
	manifest: Manifest;
	/** SHA-256 of its bytes. */
	sha256: string;
}

/**
 * Words by which storage steps say that there is no such file. Whatever else they say means that they
 * could not look. The last sentence is n8n's for Dropbox's answer 409, which is about the path.
 */
const notThere =
	/no such file|not[ _]found|not be found|does not exist|no files?\b|NoSuchKey|^Your request is invalid or could not be processed by the service$/i;

/**
 * The manifest that the input item carries, or undefined where there is none yet: then everything is
 * backed up.
 *
 * @throws SinaoFailure where it cannot be trusted, or where the step before could not look for it
 */
export async function previousManifest(
	context: IExecuteFunctions,
	itemIndex: number,
	companyId: string,
): Promise<Previous | undefined> {
	const field = context.getNodeParameter('manifestField', itemIndex) as string;
	const { json, binary } = context.getInputData()[itemIndex];
	const file = binary?.[field];
	if (file && json.error === undefined) {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, file);
		return { manifest: parseManifest(bytes, companyId), sha256: sha256(bytes) };
	}
	const error = messageOf(json.error);
	if (error === '' || notThere.test(error)) return undefined;
	throw new SinaoFailure({
		reason: 'invalidFile',
		message: 'The step before could not look for the last manifest',
		description: `It said: “${error.slice(0, 300)}”. Nothing was done, because a backup without its last manifest would begin anew.`,
		retry: 'never',
	});
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error ?? '');
}
