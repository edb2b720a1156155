import { jsonParse } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { counted } from '../../shared/values/english';
import { formatName, formatVersion, type Manifest, manifestSchema } from './schema';

/**
 * Parses and validates a manifest.
 *
 * @throws SinaoFailure if it is incomplete, not a manifest, from a newer version of this node, or of another
 * company
 */
export function parseManifest(bytes: Buffer, companyId?: string): Manifest {
	const json = jsonParse(bytes.toString('utf8'), { fallbackValue: null });
	if (json === null)
		throw refusal(
			`The manifest is incomplete or damaged (${counted(bytes.length, 'byte')})`,
			restore,
		);
	const { format, formatVersion: version } = json as { format?: unknown; formatVersion?: unknown };
	if (format !== formatName)
		throw refusal(
			'The file is not a Sinao Backup manifest',
			"Pass the manifest.json of the last run to 'Back Up Account'.",
		);
	if (typeof version === 'number' && version > formatVersion) {
		throw refusal(
			'The manifest was created by a newer version of Sinao Backup',
			'Update the package n8n-nodes-sinao, then run the workflow again.',
		);
	}
	const { success, data, error } = manifestSchema.safeParse(json);
	if (!success) {
		const { path, message } = error.issues[0];
		throw refusal(`The manifest is damaged at '${path.join('.')}': ${message}`, restore);
	}
	if (companyId !== undefined && data.company.id !== companyId) {
		throw refusal(
			`The manifest belongs to company ${data.company.id} (${data.company.name ?? 'no name'}), not to ${companyId}`,
			'Use one folder per company, or correct the credential.',
		);
	}
	return data;
}

const restore =
	"Nothing was overwritten. Replace manifest.json with its latest copy (its path begins with 'Manifestes'), then run the workflow again.";

function refusal(message: string, description: string): SinaoFailure {
	return new SinaoFailure(finalFailure({ reason: 'invalidFile', message, description }));
}
