import { namingFilesOf, type Position, versionOf } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import { setting } from '../storages/storage';

interface Source {
	name: string;
	type: string;
	parameters?: Parameters;
	/** The node that downloads the documents of a list. */
	documents?: string;
}

const fecName = 'Download the FEC';
export const downloadedName = 'Documents downloaded';
export const allFilesName = 'All files';
export const allMissingName = 'All missing documents';
export const archiveName = 'Create the archive';
export const mailName = 'Mail the archive';

/** The period from the settings. */
const period: Parameters = {
	period: `=${setting('period')}`,
	fiscalYearMonth: `={{ Number($('Settings').first().json.fiscalYearBeginsIn) }}`,
};

/** Each list is one CSV file for French Excel, with the columns that an accountant reads. */
const list: Parameters = {
	operation: 'exportCsv',
	columns: 'main',
	filters: period,
	binaryPropertyName: 'data',
	options: {},
};

/** Lists without documents. */
export const lists: Source[] = [
	{ name: 'Export bank transactions', type: 'sinaoBank', parameters: list },
	{ name: 'Export payments', type: 'sinaoRecords', parameters: { resource: 'payments', ...list } },
];

const download: Parameters = {
	operation: 'downloadPdf',
	filters: period,
	binaryPropertyName: 'data',
	options: { includeDrafts: false },
};

export const documents: Source[] = [
	{ name: 'Download invoice PDFs', type: 'sinaoInvoices', parameters: download },
	{ name: 'Download purchase documents', type: 'sinaoPurchases', parameters: download },
];

export const fec: Source = {
	name: fecName,
	type: 'sinaoAccounting',
	parameters: {
		operation: 'downloadExport',
		format: 'universal',
		choose: 'dates',
		...period,
		binaryPropertyName: 'data',
		options: {},
	},
};

/** They follow the downloads, whose files they name. */
export const documentLists: Source[] = [
	{
		name: 'Export invoices',
		type: 'sinaoInvoices',
		parameters: list,
		documents: 'Download invoice PDFs',
	},
	{
		name: 'Export purchases',
		type: 'sinaoPurchases',
		parameters: list,
		documents: 'Download purchase documents',
	},
];

/** A node that gets a list, documents or the FEC of the period. */
export function exportNode(
	{ name, type, parameters, documents: downloadName }: Source,
	position: Position,
): NodeDeclaration {
	const node: NodeDeclaration = {
		name,
		type: `n8n-nodes-sinao.${type}`,
		typeVersion: versionOf(type),
		position,
		parameters: { authentication: 'apiKey', ...parameters },
		// Not every company has accounting exports; the archive says so.
		...(name === fecName ? { onError: 'continueErrorOutput' as const } : {}),
	};
	return downloadName ? namingFilesOf(downloadName, node) : node;
}

/** Names the error of the FEC, which says nothing of where it is from. */
export function nameFecNode(position: Position): NodeDeclaration {
	return {
		name: 'No FEC',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position,
		parameters: {
			assignments: {
				assignments: [
					{ id: 'resource', name: 'resource', type: 'string', value: 'accountingExports' },
				],
			},
			includeOtherFields: true,
			options: {},
		},
	};
}

/** `2026-10`, `2026 T3` or `dernier exercice au 2026-11-05`. */
const periodTitle =
	"({ lastMonth: $now.minus({ months: 1 }).toFormat('yyyy-MM'), lastQuarter: $now.minus({ quarters: 1 }).toFormat(\"yyyy 'T'q\"), lastFiscalYear: 'dernier exercice au ' + $now.toFormat('yyyy-MM-dd') })[$('Settings').first().json.period]";

export const archiveTitle = `=Sinao {{ ${periodTitle} ?? $now.toFormat('yyyy-MM-dd') }}`;

export function mailNode(position: Position): NodeDeclaration {
	return {
		name: mailName,
		type: 'n8n-nodes-base.emailSend',
		typeVersion: 2.1,
		position,
		disabled: true,
		parameters: {
			fromEmail: `=${setting('mailFrom')}`,
			toEmail: `=${setting('mailTo')}`,
			subject: '={{ $json.mail.subject }}',
			emailFormat: 'text',
			text: '={{ $json.mail.text }}',
			options: { attachments: 'data', appendAttribution: false },
		},
	};
}
