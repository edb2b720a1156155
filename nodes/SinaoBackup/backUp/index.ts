import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { jsonFile } from '../../shared/files/path';
import { missingItem } from '../../shared/operations/download/missing';
import { connectForItem, type Hint, showWarnings } from '../../shared/run/execute';
import { type Company, fetchCompanies } from '../../shared/sinao/readPages';
import type { Connection } from '../../shared/sinao/connection';
import type { Draft } from '../manifest/schema';
import { knownPaths, type Run, versionsByKey } from '../manifest/versions';
import { counted } from '../../shared/values/english';
import { backUpAccounting } from './accounting';
import { backUpAllDocuments } from './documents';
import { draftOf, markAltered } from './draft';
import { backUpLists, backUpListsOfDocuments } from './lists';
import { previousManifest, readScope, type Scope } from './scope';

/**
 * Outputs everything that is new or changed since the last manifest: files, missing documents, and
 * the draft of the next manifest for Write Manifest.
 *
 * @param companies of earlier items, by folder
 * @throws SinaoFailure if the manifest is invalid, the key has no access to the company, or the execution
 * is stopped; then nothing is output
 */
export async function backUp(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
	companies: Map<string, string>,
): Promise<INodeExecutionData[][]> {
	const begin = new Date().toISOString();
	const { connection, options } = await connectForItem(context, itemIndex);
	const previous = await previousManifest(context, itemIndex, connection.appId, (message) =>
		connection.warnings.messages.add(message),
	);
	const scope = readScope(context, itemIndex, options);
	claimFolder(companies, scope.folder, connection.appId);
	if (previous && foldersDiffer(previous.manifest.scope, scope))
		connection.warnings.messages.add(
			"'Folder Structure' or 'Folder Pattern' differs from the last run. Files that were saved earlier stay where they are; new files go to the new folders.",
		);
	const saved = previous?.manifest.files ?? [];
	const files = markAltered(saved, knownPaths(scope.redownloadPaths, saved, scope.folder));
	const company = await companyOf(connection);
	const run: Run = {
		context,
		itemIndex,
		id: randomUUID(),
		scope,
		versions: versionsByKey(files),
		fingerprints: new Map(),
	};

	const lists = await backUpLists(connection, run);
	const documents = await backUpAllDocuments(connection, run, lists.read, previous?.manifest);
	await backUpListsOfDocuments(connection, lists, run, documents);
	const accounting = scope.accounting ? await backUpAccounting(connection, run) : undefined;
	const draft = draftOf(
		connection,
		run,
		begin,
		company,
		previous,
		files,
		lists,
		documents,
		accounting,
	);

	for (const note of draft.notes) connection.warnings.messages.add(note);
	showWarnings(connection, hint);
	if (!previous) hint('No previous manifest: full backup.');
	if (documents.later.length)
		hint(
			`${counted(documents.later.length, 'document')} will be downloaded in the next run ('Maximum Files' reached).`,
		);
	const paired = { pairedItem: { item: itemIndex } };
	return [
		[...lists.emitted, ...documents.emitted, ...(accounting?.emitted ?? [])].map(
			({ item }) => item,
		),
		[
			...[...lists.missing, ...(accounting?.missing ?? [])].map(
				({ entry, failure: { description, details } }) => ({
					json: { ...entry, description, details: details ?? null },
					...paired,
				}),
			),
			...documents.missing.map(({ resource, ...missing }) =>
				missingItem(resource, missing, itemIndex),
			),
			...draft.missing
				.filter(({ reason }) => reason === 'lost')
				.map((entry) => ({ json: entry, ...paired })),
		],
		[await summaryItem(context, draft, itemIndex)],
	];
}

function foldersDiffer(
	{ folderStructure, folders }: Draft['scope'],
	{ structure, folders: pattern }: Scope,
): boolean {
	return folderStructure !== structure || JSON.stringify(folders) !== JSON.stringify(pattern);
}

/** Two companies in one folder would overwrite each other's files (docs/reliability.md, fault 111). */
function claimFolder(companies: Map<string, string>, folder: string, companyId: string): void {
	// What Windows and cloud storages take for the same folder.
	const key = folder
		.normalize('NFC')
		.toLowerCase()
		.split(/[\\/]+/)
		.map((name) => name.replace(/^\s+|[\s.]+$/g, ''))
		.filter(Boolean)
		.join('/');
	const owner = companies.get(key) ?? companyId;
	companies.set(key, owner);
	if (owner === companyId) return;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `The folder '${folder}' is already used for company ${owner}`,
			description:
				"Set a separate 'Folder' for each company, for example with an expression. This company was not backed up.",
		}),
	);
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
	const { company, run, counts, pending: put, previous } = draft;
	const missing = draft.missing.filter(({ reason }) => reason !== 'notYet');
	return {
		json: {
			kind: 'draft',
			company,
			run,
			files: put.length,
			missing: missing.length,
			left: draft.missing.length - missing.length,
			counts,
			previousManifest: previous,
		},
		binary: {
			draft: await context.helpers.prepareBinaryData(
				jsonFile(draft),
				'draft.json',
				'application/json',
			),
		},
		pairedItem: { item: itemIndex },
	};
}
