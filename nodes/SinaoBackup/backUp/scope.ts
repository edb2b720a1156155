import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { bank } from '../../SinaoBank/bank';
import { invoices } from '../../SinaoInvoices/invoices';
import { organizations } from '../../SinaoOrganizations/organizations';
import { persons } from '../../SinaoPersons/persons';
import { products } from '../../SinaoProducts/products';
import { purchases } from '../../SinaoPurchases/purchases';
import { quotes } from '../../SinaoQuotes/quotes';
import { records } from '../../SinaoRecords/records';
import { readCsvFormat } from '../../shared/csv/format';
import type { CsvFormat } from '../../shared/csv/table';
import { finalFailure, SinaoFailure } from '../../shared/failure';
import { sha256 } from '../../shared/files/fileItem';
import type { FolderStructure } from '../../shared/files/path';
import { readTimeZone } from '../../shared/parameters/settings';
import type { Resource } from '../../shared/resource';
import { parseManifest } from '../manifest/read';
import type { ListFormat, Manifest } from '../manifest/schema';

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
	redownloadPaths: Set<string>;
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
		redownloadPaths: new Set(linesOf(options.downloadAgain)),
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
