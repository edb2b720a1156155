import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

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
import { bank } from '../../SinaoBank/bank';
import { invoices } from '../../SinaoInvoices/invoices';
import { organizations } from '../../SinaoOrganizations/organizations';
import { persons } from '../../SinaoPersons/persons';
import { products } from '../../SinaoProducts/products';
import { purchases } from '../../SinaoPurchases/purchases';
import { quotes } from '../../SinaoQuotes/quotes';
import { records } from '../../SinaoRecords/records';
import { parseManifest } from '../manifest/read';
import type { Draft, ListFormat, Manifest } from '../manifest/schema';
import { versionsByKey } from '../manifest/versions';
import { counted } from '../report/labels';
import { backUpAllDocuments } from './documents';
import { draftOf, markAltered } from './draft';
import type { Run } from './file';
import { backUpLists } from './lists';

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

/** The lists that Sinao's guide tells leaving customers to export, in its order. */
const guideResources: Resource[] = [
	invoices,
	quotes,
	purchases,
	persons,
	organizations,
	products,
	bank,
];

/** Related objects to request for the raw rows (docs/sinao-api.md, Lists); omitted if Sinao rejects them. */
export const relatedObjects: Record<string, string[]> = {
	invoices: ['content', 'avoid_of', 'downpayments'],
	quotes: ['content'],
};

/** What to back up, and how to organize it. */
export interface Scope {
	lists: Resource[];
	listFormats: ListFormat[];
	documents: Resource[];
	/** Prepended to every path; without slashes at the ends. */
	folder: string;
	structure: FolderStructure;
	timeZone: string;
	csvFormat: CsvFormat;
	/** Maximum number of documents per run. */
	maximumFiles: number | null;
	/** Paths from the last manifest to download again, because the files are modified or missing. */
	redownloadPaths: Set<string>;
	/** Whether lists keep the same name in every run. */
	replaceLists: boolean;
	binaryPropertyName: string;
}

/** The scope from the node's parameters. */
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
		redownloadPaths: new Set(linesOf(options.downloadAgain)),
		replaceLists: Boolean(options.replaceLists),
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
	};
}

/** An array from an expression, or one value per line. */
function linesOf(value: unknown): string[] {
	const lines = Array.isArray(value) ? value.map(String) : String(value ?? '').split('\n');
	return lines.map((line) => line.trim()).filter(Boolean);
}

export interface Previous {
	manifest: Manifest;
	/** SHA-256 of the file. */
	sha256: string;
}

/**
 * Errors of storage nodes that mean that the file does not exist. Any other error means that the storage
 * could not be read. The last one is n8n's message for Dropbox's status 409, which is about the path.
 */
const notThere =
	/no such file|not[ _]found|not be found|does not exist|no files?\b|NoSuchKey|^Your request is invalid or could not be processed by the service$/i;

/**
 * The manifest in the input item; undefined if there is none yet, which means a full backup.
 *
 * @throws SinaoFailure if it is invalid, or if the storage could not be read
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
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidFile',
			message: 'Could not read the last manifest',
			description: `Error: “${error.slice(0, 300)}”. Stopped, because the backup would otherwise start from scratch.`,
		}),
	);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error ?? '');
}
