import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CsvFormat } from '../../shared/data/csv';
import type { FolderStructure } from '../../shared/files/fileName';
import { readTimeZone } from '../../shared/node/settings';
import { readCsvFormat } from '../../shared/operations/csvFormat';
import type { Resource } from '../../shared/resource';
import { bank } from '../../SinaoBank/bank';
import { invoices } from '../../SinaoInvoices/invoices';
import { organizations } from '../../SinaoOrganizations/organizations';
import { persons } from '../../SinaoPersons/persons';
import { products } from '../../SinaoProducts/products';
import { purchases } from '../../SinaoPurchases/purchases';
import { quotes } from '../../SinaoQuotes/quotes';
import { records } from '../../SinaoRecords/records';
import type { ListFormat } from '../manifest/schema';

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
	again: Set<string>;
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
		again: new Set(linesOf(options.downloadAgain)),
		replaceLists: Boolean(options.replaceLists),
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
	};
}

/** A list that an expression gives, or one value a line. */
function linesOf(value: unknown): string[] {
	const lines = Array.isArray(value) ? value.map(String) : String(value ?? '').split('\n');
	return lines.map((line) => line.trim()).filter(Boolean);
}
