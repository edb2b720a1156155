import { type Position, versionOf } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import { setting } from '../storages/storage';

interface Source {
	name: string;
	type?: string;
	parameters?: Parameters;
}

export const fecName = 'Download the FEC';
export const allFilesName = 'All files';
export const allMissingName = 'All missing documents';
export const archiveName = 'Create the archive';
export const mailName = 'Mail the archive';

/** The period from the settings. */
const period: Parameters = {
	period: `=${setting('period')}`,
	fiscalYearMonth: `={{ Number($('Settings').first().json.fiscalYearBeginsIn) }}`,
};

/** Each is one CSV file for French Excel. */
export const lists: Source[] = [
	{ name: 'Export invoices', type: 'sinaoInvoices' },
	{ name: 'Export purchases', type: 'sinaoPurchases' },
	{ name: 'Export bank transactions', type: 'sinaoBank' },
	{ name: 'Export payments', type: 'sinaoRecords', parameters: { resource: 'payments' } },
];

export const documents: Source[] = [
	{ name: 'Download invoice PDFs', type: 'sinaoInvoices' },
	{ name: 'Download purchase documents', type: 'sinaoPurchases' },
];

const parametersByName: Record<string, { type: string; parameters: Parameters }> =
	Object.fromEntries([
		...lists.map(({ name, type, parameters }) => [
			name,
			{
				type,
				parameters: {
					...parameters,
					operation: 'exportCsv',
					filters: period,
					binaryPropertyName: 'data',
					options: {},
				},
			},
		]),
		...documents.map(({ name, type }) => [
			name,
			{
				type,
				parameters: {
					operation: 'downloadPdf',
					filters: period,
					binaryPropertyName: 'data',
					options: { includeDrafts: false },
				},
			},
		]),
		[
			fecName,
			{
				type: 'sinaoAccounting',
				parameters: {
					operation: 'downloadExport',
					format: 'universal',
					choose: 'dates',
					...period,
					binaryPropertyName: 'data',
					options: {},
				},
			},
		],
	]);

/** A node that gets a list, documents or the FEC of the period. */
export function exportNode(name: string, position: Position): NodeDeclaration {
	const { type, parameters } = parametersByName[name];
	return {
		name,
		type: `n8n-nodes-sinao.${type}`,
		typeVersion: versionOf(type),
		position,
		parameters: { authentication: 'apiKey', ...parameters },
		// Not every company has accounting exports; the archive says so.
		...(name === fecName ? { onError: 'continueErrorOutput' as const } : {}),
	};
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

/** Waits for all inputs, or until nothing else is left to run. */
export function mergeNode(name: string, inputs: number, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position,
		parameters: { mode: 'append', numberInputs: inputs },
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
