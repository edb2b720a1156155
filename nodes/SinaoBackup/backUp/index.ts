import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { bank } from '../../SinaoBank/bank';
import { invoices } from '../../SinaoInvoices/invoices';
import { organizations } from '../../SinaoOrganizations/organizations';
import { persons } from '../../SinaoPersons/persons';
import { products } from '../../SinaoProducts/products';
import { purchases } from '../../SinaoPurchases/purchases';
import { quotes } from '../../SinaoQuotes/quotes';
import { records } from '../../SinaoRecords/records';
import { type CsvFormat, readCsvFormat } from '../../shared/csv/format';
import { finalFailure, SinaoFailure } from '../../shared/failure';
import { sha256 } from '../../shared/files/fileItem';
import type { FolderStructure } from '../../shared/files/path';
import { missingItem } from '../../shared/operations/download/missing';
import { readTimeZone } from '../../shared/parameters/settings';
import type { Resource } from '../../shared/resource';
import { connectForItem, type Hint, showWarnings } from '../../shared/run/execute';
import { type Company, fetchCompanies } from '../../shared/sinao/company';
import type { Connection } from '../../shared/sinao/connection';
import { parseManifest } from '../manifest/read';
import type { Draft, ListFormat, Manifest } from '../manifest/schema';
import { knownPaths, versionsByKey } from '../manifest/versions';
import { backUpAllDocuments } from './documents';
import { draftOf, markAltered } from './draft';
import type { Run } from './file';
import { backUpLists } from './lists';

/**
 * Everything of the account that the last manifest does not hold: files, what could not be had, and
 * the draft of the next manifest, for Write Manifest.
 *
 * @param companies by folder: which company the items before this one were about
 * @throws SinaoFailure where the manifest is refused, the key does not open the company, or the user
 * pressed Stop; then nothing is put out
 */
export async function backUp(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
	companies: Map<string, string>,
): Promise<INodeExecutionData[][]> {
	const begin = new Date().toISOString();
	const { connection, options } = await connectForItem(context, itemIndex);
	const previous = await previousManifest(context, itemIndex, connection.appId);
	const scope = readScope(context, itemIndex, options);
	claimFolder(companies, scope.folder, connection.appId);
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
	const draft = draftOf(connection, run, begin, company, previous, files, lists, documents);

	for (const note of draft.notes) connection.warnings.messages.add(note);
	showWarnings(connection, hint);
	if (!previous) hint('No manifest came in, so everything was backed up.');
	if (documents.later.length)
		hint(
			`${documents.later.length} documents are left for the next run, because of 'Maximum Files'.`,
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
			...draft.missing
				.filter(({ reason }) => reason === 'lost')
				.map((entry) => ({ json: entry, ...paired })),
		],
		[await summaryItem(context, draft, itemIndex)],
	];
}

/** Two companies in one folder would write over each other's files (faults, row 111). */
function claimFolder(companies: Map<string, string>, folder: string, companyId: string): void {
	const key = folder.normalize('NFC').toLowerCase();
	const owner = companies.get(key) ?? companyId;
	companies.set(key, owner);
	if (owner === companyId) return;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `The folder '${folder}' is already used for the company ${owner}`,
			description:
				"Set a 'Folder' for each company, for example with an expression. Nothing was backed up for this one.",
		}),
	);
}

async function companyOf(connection: Connection): Promise<Company> {
	const companies = await fetchCompanies(connection);
	return companies.find(({ id }) => id === connection.appId) ?? { id: connection.appId, name: '' };
}

/** What Write Manifest needs; the draft itself goes as a file, because it grows with the account. */
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

/** The lists that Sinao's guide for leaving customers names, in its order. */
const guideResources: Resource[] = [
	invoices,
	quotes,
	purchases,
	persons,
	organizations,
	products,
	bank,
];

/** What else the raw rows are asked for (sinao-api, Lists); left out where the service refuses it. */
export const relatedObjects: Record<string, string[]> = {
	invoices: ['content', 'avoid_of', 'downpayments'],
	quotes: ['content'],
};

/** What the user wants in the backup, and how it is laid out. */
export interface Scope {
	lists: Resource[];
	listFormats: ListFormat[];
	documents: Resource[];
	/** In front of every path; without a slash at its ends. */
	folder: string;
	structure: FolderStructure;
	timeZone: string;
	csvFormat: CsvFormat;
	/** Documents that one run downloads at most. */
	maximumFiles: number | null;
	/** Paths of the last manifest whose documents are to be fetched again, because their files were altered or lost. */
	redownloadPaths: string[];
	/** Lists are written under the same name in every run. */
	replaceLists: boolean;
	binaryPropertyName: string;
}

/** The scope that the node's parameters describe. */
export function readScope(
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): Scope {
	const chosen = (name: string) => context.getNodeParameter(name, itemIndex) as string[];
	const named = (names: string[], resources = guideResources) =>
		resources.filter(({ name }) => names.includes(name));
	const format: Record<string, unknown> = {
		format: options.csvFormat ?? 'frenchExcel',
		columns: 'all',
	};
	return {
		lists: [
			...named(chosen('lists')),
			...(context.getNodeParameter('otherLists', itemIndex) ? records : []),
		],
		listFormats: chosen('listFormats') as Scope['listFormats'],
		documents: named(chosen('documents'), [...guideResources, ...records]).filter(
			({ document }) => document,
		),
		folder: (context.getNodeParameter('folder', itemIndex) as string).replace(/^\/+|\/+$/g, ''),
		structure: (options.folderStructure ?? 'kindAndYear') as FolderStructure,
		timeZone: readTimeZone(options),
		csvFormat: readCsvFormat((name) => format[name], options),
		maximumFiles: options.maximumFiles ? Number(options.maximumFiles) : null,
		redownloadPaths: linesOf(options.downloadAgain),
		replaceLists: Boolean(options.replaceLists),
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
	};
}

/** A list that an expression gives, or one value a line. */
function linesOf(value: unknown): string[] {
	const lines = Array.isArray(value) ? value.map(String) : String(value ?? '').split('\n');
	return lines.map((line) => line.trim()).filter(Boolean);
}

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
	if (file && !json.error) {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, file);
		return { manifest: parseManifest(bytes, companyId), sha256: sha256(bytes) };
	}
	const error = messageOf(json.error);
	if (error === '' || notThere.test(error)) return undefined;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidFile',
			message: 'The step before could not look for the last manifest',
			description: `It said: “${error.slice(0, 300)}”. Nothing was done, because a backup without its last manifest would begin anew.`,
		}),
	);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error ?? '');
}
