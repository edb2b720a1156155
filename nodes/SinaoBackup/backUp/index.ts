import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { missingItem } from '../../shared/operations/download/missing';
import { connectForItem, type Hint, showWarnings } from '../../shared/run/execute';
import { type Company, fetchCompanies } from '../../shared/sinao/company';
import type { Connection } from '../../shared/sinao/connection';
import type { Draft } from '../manifest/schema';
import { versionsByKey } from '../manifest/versions';
import { counted } from '../report/labels';
import { backUpAllDocuments } from './documents';
import { draftOf, markAltered } from './draft';
import type { Run } from './file';
import { backUpLists } from './lists';
import { previousManifest, readScope } from './scope';

/**
 * Outputs everything that is new or changed since the last manifest: files, missing documents, and
 * the draft of the next manifest for Write Manifest.
 *
 * @throws SinaoFailure if the manifest is invalid, the key has no access to the company, or the execution
 * is stopped; then nothing is output
 */
export async function backUp(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[][]> {
	const begin = new Date().toISOString();
	const { connection, options } = await connectForItem(context, itemIndex);
	const previous = await previousManifest(context, itemIndex, connection.appId);
	const company = await companyOf(connection);
	const scope = readScope(context, itemIndex, options);
	const files = markAltered(previous?.manifest.files ?? [], scope.redownloadPaths);
	const run: Run = { context, itemIndex, id: randomUUID(), scope, versions: versionsByKey(files) };

	const lists = await backUpLists(connection, run);
	const documents = await backUpAllDocuments(connection, run, lists.read, previous?.manifest);
	const draft = draftOf(connection, run, begin, company, previous, files, lists, documents);

	for (const note of draft.notes) connection.warnings.messages.add(note);
	showWarnings(connection, hint);
	if (!previous) hint('No previous manifest: full backup.');
	if (documents.later.length)
		hint(
			`${counted(documents.later.length, 'document')} will be downloaded in the next run ('Maximum Files' reached).`,
		);
	const paired = { pairedItem: { item: itemIndex } };
	return [
		[...lists.emitted, ...documents.emitted].map(({ item }) => item),
		[
			...lists.missing.map(({ entry, failure: { description, details } }) => ({
				json: { ...entry, description, details: details ?? null },
				...paired,
			})),
			...documents.missing.map(({ resource, ...missing }) =>
				missingItem(resource, missing, itemIndex),
			),
		],
		[await summaryItem(context, draft, itemIndex)],
	];
}

async function companyOf(connection: Connection): Promise<Company> {
	const companies = await fetchCompanies(connection);
	return companies.find(({ id }) => id === connection.appId) ?? { id: connection.appId, name: '' };
}

/** The input of Write Manifest. The draft is a file, because its size grows with the account. */
async function summaryItem(
	context: IExecuteFunctions,
	draft: Draft,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const { company, run, counts, missing, pending: put, previous } = draft;
	return {
		json: {
			kind: 'draft',
			company,
			run,
			files: put.length,
			missing: missing.length,
			counts,
			previousManifest: previous,
		},
		binary: {
			draft: await context.helpers.prepareBinaryData(
				Buffer.from(JSON.stringify(draft)),
				'draft.json',
				'application/json',
			),
		},
		pairedItem: { item: itemIndex },
	};
}
