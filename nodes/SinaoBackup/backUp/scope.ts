import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { type CsvFormat, readCsvFormat } from '../../shared/csv/options';
import type { NamingChoices } from '../../shared/files/path';
import { listOf } from '../../shared/parameters/filters';
import { readFolders, readNumber, readTimeZone } from '../../shared/parameters/settings';
import { maximumFilesOption } from '../properties';
import { finalFailure, SinaoFailure } from '../../shared/failure';
import { sha256 } from '../../shared/files/path';
import { parseManifest } from '../manifest/file';
import type { Resource } from '../../shared/resource';
import { accountingExports } from '../../SinaoAccounting/exports';
import { bank } from '../../SinaoBank/bank';
import { invoices } from '../../SinaoInvoices/invoices';
import { organizations } from '../../SinaoOrganizations/organizations';
import { persons } from '../../SinaoPersons/persons';
import { products } from '../../SinaoProducts/products';
import { purchases } from '../../SinaoPurchases/purchases';
import { quotes } from '../../SinaoQuotes/quotes';
import { records } from '../../SinaoRecords/records';
import type { ListFormat, Manifest } from '../manifest/schema';

/** The lists that Sinao's guide tells leaving customers to export, in its order. */
export const guideResources: Resource[] = [
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
export interface Scope extends Pick<NamingChoices, 'structure' | 'folders'> {
	lists: Resource[];
	listFormats: ListFormat[];
	documents: Resource[];
	/** Whether to include the accounting exports (FEC) that exist. */
	accounting: boolean;
	/** Prepended to every path; without slashes at the ends. */
	folder: string;
	timeZone: string;
	tableFormats: Record<'csv' | 'xlsx', CsvFormat>;
	/** Maximum number of documents per run. */
	maximumFiles: number | null;
	/** Paths from the last manifest to download again, because the files are modified or missing. */
	redownloadPaths: string[];
	/** Whether lists keep the same name in every run. */
	replaceLists: boolean;
	/** Whether differences between electronic invoices and Sinao make the run incomplete. */
	failOnDifferences: boolean;
	/** Whether the report contains the checklist for leaving Sinao. */
	leavingChecklist: boolean;
	binaryPropertyName: string;
}

/** The scope from the node's parameters. */
export function readScope(
	context: IExecuteFunctions,
	itemIndex: number,
	options: IDataObject,
): Scope {
	const chosen = (name: string, displayName: string, known: string[]) => {
		const given: unknown = context.getNodeParameter(name, itemIndex);
		const values = Array.isArray(given) ? given.map(String) : listOf(given);
		const isNone = Array.isArray(given) && !given.length;
		const unknown = values.filter((value) => !known.includes(value));
		if ((values.length || isNone) && !unknown.length) return values;
		throw notChosen(displayName, unknown, known);
	};
	const named = (
		name: string,
		displayName: string,
		resources: Resource[],
		others: string[] = [],
	) => {
		const names = chosen(name, displayName, [
			...resources.map((resource) => resource.name),
			...others,
		]);
		return {
			resources: resources.filter((resource) => names.includes(resource.name)),
			names,
		};
	};
	const withDocuments = [...guideResources, ...records].filter(({ document }) => document);
	const documents = named('documents', 'Documents', withDocuments, [accountingExports.name]);
	const listFormats = chosen('listFormats', 'List Formats', [
		'csv',
		'jsonl',
		'xlsx',
	]) as ListFormat[];
	// JSON Lines contain every field.
	const columns = listFormats.includes('jsonl') ? 'main' : 'all';
	const tableFormat = (format: unknown) =>
		readCsvFormat((name) => (name === 'format' ? format : columns), options);
	return {
		lists: [
			...named('lists', 'Lists', guideResources).resources,
			...records.filter(({ perDocument }) =>
				perDocument ? options.sendingHistory : context.getNodeParameter('otherLists', itemIndex),
			),
		],
		listFormats,
		documents: documents.resources,
		accounting: documents.names.includes(accountingExports.name),
		folder: (context.getNodeParameter('folder', itemIndex) as string).replace(/^\/+|\/+$/g, ''),
		...readFolders(options),
		timeZone: readTimeZone(options),
		tableFormats: {
			csv: tableFormat(options.csvFormat ?? 'frenchExcel'),
			xlsx: tableFormat('xlsx'),
		},
		maximumFiles:
			options.maximumFiles === undefined
				? null
				: readNumber(options, 'maximumFiles', [maximumFilesOption]) || null,
		redownloadPaths: readPaths(context, options),
		replaceLists: Boolean(options.replaceLists),
		failOnDifferences: Boolean(options.failOnDifferences),
		leavingChecklist: Boolean(options.leavingChecklist),
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
	};
}

function notChosen(displayName: string, unknown: string[], known: string[]): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: unknown.length
				? `'${displayName}' contains unknown values: ${unknown.join(', ')}`
				: `'${displayName}' is empty`,
			description: `Nothing was backed up. Possible values: ${known.join(', ')}.`,
		}),
	);
}

/** 'Download Again', which is an error if it was added and its expression returns nothing; an empty list is fine. */
function readPaths(context: IExecuteFunctions, options: IDataObject): string[] {
	const written = context.getNode().parameters.options;
	const isAdded =
		'downloadAgain' in options ||
		(typeof written === 'object' && written !== null && 'downloadAgain' in written);
	const paths = linesOf(options.downloadAgain);
	if (!isAdded || paths.length || Array.isArray(options.downloadAgain)) return paths;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: "'Download Again' is empty",
			description:
				'Nothing was backed up. Enter paths, check its expression, or remove the option.',
		}),
	);
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
 * n8n's messages for any 404, and for Dropbox's 409 about the path. They do not tell a missing file from a missing
 * bucket or page (docs/reliability.md, fault 114).
 */
const vague = [
	/^The resource you are requesting could not be found$/,
	/^Your request is invalid or could not be processed by the service$/,
];

/**
 * Errors of storage nodes that mean that the file does not exist. Any other error means that the storage
 * could not be read.
 */
const notThere = [
	/\bno such (?:file|key|object)\b|\bNoSuchKey\b|\bitemNotFound\b|\bpath\/not_found\b/i,
	/\b(?:file|key|object|item|blob)\b.*\b(?:not[ _]found|not be (?:found|located)|does(?: not|n't) exist)\b/i,
	/^no files?(?:\(s\))? (?:was |were )?found\b/i,
	...vague,
];

/** Not the file is missing, but the place where it would be, or the permission to see it (docs/reliability.md, fault 114). */
const elsewhere =
	/\b(?:account|bucket|container|domain|drive|host|network|page|permission|proxy|repository|share|site|user|volume)s?\b/i;

function isNotThere(error: string): boolean {
	const withoutPaths = error.replace(/\S*[\\/]\S*/g, '');
	return notThere.some((message) => message.test(error)) && !elsewhere.test(withoutPaths);
}

/**
 * The manifest in the input item; undefined if there is none yet, which means a full backup.
 *
 * @param warn called if the storage did not say clearly that there is none
 * @throws SinaoFailure if it is invalid, or if the storage could not be read
 */
export async function previousManifest(
	context: IExecuteFunctions,
	itemIndex: number,
	companyId: string,
	warn: (message: string) => void,
): Promise<Previous | undefined> {
	const field = context.getNodeParameter('manifestField', itemIndex) as string;
	const { json, binary } = context.getInputData()[itemIndex];
	const file = binary?.[field];
	if (file && !json.error) {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, file);
		return { manifest: parseManifest(bytes, companyId), sha256: sha256(bytes) };
	}
	const error = messageOf(json.error);
	if (vague.some((message) => message.test(error)))
		warn(
			`No last manifest was found (“${error}”), so this is a first backup with all files. If there was a backup before, check the folder and the address of the storage.`,
		);
	if (error === '' || isNotThere(error)) return undefined;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidFile',
			message: 'Could not read the last manifest',
			description: `The storage node returned “${error.slice(0, 300)}”. Stopped, because the backup would otherwise start from scratch. If this is the first backup, run it once without the node that reads the manifest.`,
		}),
	);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error ?? '');
}
