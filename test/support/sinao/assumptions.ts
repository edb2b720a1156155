import type { Variants } from './variants';

/** Something that we take for granted about Sinao without having seen it on a live account. */
export interface Assumption {
	id: string;
	/** What we assume, or what is open. */
	assumption: string;
	/** Where it comes from: `spec`, `spec 2026`, `docs`, `help`, `seen` as in sinao-api.md, or `nothing`. */
	source: string;
	confidence: 'high' | 'medium' | 'low';
	/** Switches of the simulation (variants.ts) that answer in each way. */
	switches: ReadonlyArray<keyof Variants>;
	/** Tests of it: a file below test/, and how the title of a test begins, its `describe` not included. */
	tests: ReadonlyArray<{ file: string; title: string }>;
}

const here = (...titles: string[]) =>
	titles.map((title) => ({ file: 'simulation/behaviours.test.ts', title }));

/** Check Account tells a user which form the service has. */
const checked = { file: 'nodes/SinaoBackup/checkAccount.test.ts', title: 'deviations: %s, as' };

const inFile = (file: string, ...titles: string[]) => titles.map((title) => ({ file, title }));

const relations = (...titles: string[]) =>
	titles.map((title) => ({ file: 'nodes/shared/sinao/resolveIds.test.ts', title }));

/** Every assumption about Sinao; a switch of the simulation is in at least one row. */
export const ASSUMPTIONS: readonly Assumption[] = [
	{
		id: 'list-shape',
		assumption:
			'A list is an object whose `data` is the array; it may be a bare array or have a total.',
		source: 'docs, seen; spec says a bare array',
		confidence: 'high',
		switches: ['envelope', 'single'],
		tests: [checked],
	},
	{
		id: 'list-order',
		assumption: 'Without `order` the newest row comes first.',
		source: 'nothing',
		confidence: 'low',
		switches: ['defaultOrder'],
		tests: [checked],
	},
	{
		id: 'whole-lists',
		assumption:
			'A list without a declared limit comes whole; it may come ten rows at a time as others do.',
		source: 'spec, spec 2026: no parameters; spec: other lists have a limit of 10 by default',
		confidence: 'medium',
		switches: ['wholeLists'],
		tests: [{ file: 'nodes/SinaoRecords/wholeLists.test.ts', title: 'wholeLists: ' }, checked],
	},
	{
		id: 'contacts-offset',
		assumption: '`offset` does nothing for persons, organizations and relationships.',
		source: 'spec and spec 2026 do not declare it',
		confidence: 'medium',
		switches: ['contactsOffset'],
		tests: [checked],
	},
	{
		id: 'access',
		assumption: 'An app that the key does not open is 404; a login may want a code.',
		source: 'docs',
		confidence: 'medium',
		switches: ['wrongApp', 'twoFactor', 'twoFactorStatus'],
		tests: [
			{ file: 'faults/credentials.test.ts', title: '35 A key for another company' },
			{
				file: 'nodes/shared/sinao/login.test.ts',
				title: '35 a company that the login does not open',
			},
		],
	},
	{
		id: 'contract',
		assumption:
			'Only what one of the two texts declares may be sent, apart from the known differences.',
		source: 'spec, spec 2026',
		confidence: 'high',
		switches: ['strictContract'],
		tests: [
			{ file: 'simulation/assumptions.test.ts', title: 'a known difference is in neither text' },
		],
	},
	{
		id: 'relations',
		assumption:
			'Movements, payments, stocks, categories, products and recurring invoices have nested objects, ids, or nested objects where `expand[]` names them.',
		source: 'spec: nested; spec 2026: ids of movements; docs: expand of establishments',
		confidence: 'medium',
		switches: ['relations'],
		tests: [
			...here('ids: ', 'expand: '),
			...relations('124 is the same to the byte', '124 the ten rows', '121 a service that fails'),
			checked,
		],
	},
	{
		id: 'establishments',
		assumption:
			'`is_headquarters` says which establishment counts, wherever it stands; one of the public register has no id; people are in `contacts[]`.',
		source: 'docs',
		confidence: 'medium',
		switches: ['establishments'],
		tests: [
			...here('establishments: ', 'expand: establishments'),
			...relations('124 people are', '124 without a word on the headquarters'),
			checked,
		],
	},
	{
		id: 'contact-ids',
		assumption: 'A person and a company may have the same id.',
		source: 'spec 2026: two tables',
		confidence: 'high',
		switches: ['contactIds'],
		tests: [
			...here('contactIds: '),
			...relations('82, 83 only the chosen one', '83 ', '82 '),
			{ file: checked.file, title: 'deviations: a person and a company' },
		],
	},
	{
		id: 'content',
		assumption: 'The lines of a document have a `style`, or a `type` and an `account_id`.',
		source: 'spec: style; seen: type',
		confidence: 'medium',
		switches: ['content'],
		tests: [...here('content: '), ...relations('124 of %s are the same'), checked],
	},
	{
		id: 'newer-fields',
		assumption: 'Rows may have fields that the older text does not name.',
		source: 'spec 2026',
		confidence: 'high',
		switches: ['fields', 'absentFields'],
		tests: [...here('fields: '), checked],
	},
	{
		id: 'ids',
		assumption: 'IDs are JSON numbers; they may be texts.',
		source: 'spec: integer',
		confidence: 'high',
		switches: ['ids'],
		tests: [
			{
				file: 'nodes/SinaoBackup/unchanged.test.ts',
				title: '92, 93 A second backup of an unchanged account',
			},
			...relations('124 is the same to the byte'),
			checked,
		],
	},
	{
		id: 'changing-fields',
		assumption: 'Some fields differ at each reading though nobody changed the row.',
		source: 'nothing; usual for signed addresses',
		confidence: 'medium',
		switches: ['changing'],
		tests: [
			...here('changing: '),
			{
				file: 'nodes/SinaoBackup/unchanged.test.ts',
				title: '92, 93 A second backup of an unchanged account',
			},
			checked,
		],
	},
	{
		id: 'deletion',
		assumption: 'A deleted row is gone from lists, and may still answer with `deleted_at`.',
		source: 'spec 2026: `with_trashed`',
		confidence: 'medium',
		switches: ['deletion'],
		tests: [
			...here('deletion: '),
			{ file: 'faults/documents.test.ts', title: '37 A deleted document that still answers' },
		],
	},
	{
		id: 'big-numbers',
		assumption: 'Numbers beyond 2^53 come as JSON numbers.',
		source: 'nothing',
		confidence: 'low',
		switches: [],
		tests: here('numbers beyond 2^53 '),
	},
	{
		id: 'pdf-bytes',
		assumption:
			'The PDF of an unchanged invoice has the same bytes each time, or is rendered anew.',
		source: 'nothing',
		confidence: 'low',
		switches: ['rendering', 'pdf'],
		tests: [
			...here('rendering: ', 'pdf: '),
			{ file: 'nodes/SinaoBackup/unchanged.test.ts', title: '93 both of the first backup' },
			{ file: 'nodes/shared/documents/bulkEvidence.test.ts', title: '98 Real PDFs' },
			checked,
		],
	},
	{
		id: 'factur-x',
		assumption:
			'The PDF of a final invoice contains Factur-X made from its row, in the profile EXTENDED, or in another one, or none.',
		source: 'help: in the most demanding profile',
		confidence: 'medium',
		switches: ['facturX'],
		tests: [
			{ file: 'nodes/SinaoBackup/eInvoices.test.ts', title: 'finds no difference' },
			{ file: 'nodes/SinaoBackup/eInvoices.test.ts', title: 'counts invoices without XML' },
		],
	},
	{
		id: 'vat-detail',
		assumption:
			'The rates in `vat_detail` of purchases are hundredths of a percent, as in `totals.taxes.vat`; percents are not compared.',
		source: 'nothing',
		confidence: 'medium',
		switches: [],
		tests: [
			{
				file: 'nodes/shared/documents/eInvoice.test.ts',
				title: 'No difference: %s',
			},
			{ file: 'nodes/SinaoBackup/eInvoices.test.ts', title: 'say which amounts were not compared' },
		],
	},
	{
		id: 'purchase-md5',
		assumption: '`md5` is of the file first sent; the served file may have been made of it.',
		source: 'spec',
		confidence: 'medium',
		switches: ['purchaseFiles'],
		tests: [
			...here('purchaseFiles: '),
			{ file: 'faults/documents.test.ts', title: '87 The MD5 differs, and the same' },
			checked,
		],
	},
	{
		id: 'draft-pdf',
		assumption: 'A draft has no PDF; which status says so is open.',
		source: 'nothing',
		confidence: 'low',
		switches: ['draftPdf'],
		tests: [
			...here('draftPdf: '),
			{ file: 'faults/documents.test.ts', title: '91 The PDF of a draft' },
			checked,
		],
	},
	{
		id: 'gzip',
		assumption: 'An answer may be packed, with the length of the packed bytes.',
		source: 'nothing; usual',
		confidence: 'high',
		switches: ['gzip'],
		tests: [...here('gzip: '), { file: 'faults/documents.test.ts', title: '88 ' }, checked],
	},
	{
		id: 'zip-names',
		assumption: 'The names inside the ZIP of many documents follow no known rule.',
		source: 'nothing',
		confidence: 'low',
		switches: ['zipNames'],
		tests: [
			{ file: 'nodes/shared/documents/bulkEvidence.test.ts', title: '98 ' },
			{
				file: 'nodes/shared/documents/bulk.test.ts',
				title: 'documents that cannot be identified: no second ZIP file is requested',
			},
			checked,
		],
	},
	{
		id: 'zip-maximum',
		assumption: 'How many documents a ZIP may contain is not known.',
		source: 'nothing',
		confidence: 'low',
		switches: ['zipMost'],
		tests: [
			{
				file: 'nodes/shared/documents/bulk.test.ts',
				title: 'a ZIP file of more than 50 documents ',
			},
		],
	},
	{
		id: 'request-window',
		assumption:
			'A limit counts the requests of a sliding period, or of a fixed one that begins with the first request.',
		source: 'nothing; usual in Laravel',
		confidence: 'low',
		switches: ['minutes', 'requestsPerMinute', 'minuteMs'],
		tests: [{ file: 'nodes/shared/sinao/pace.test.ts', title: '%s: hardly longer than' }],
	},
	{
		id: 'zip-absent',
		assumption: 'The ZIP of many documents leaves out what has no document, and nothing else.',
		source: 'nothing',
		confidence: 'low',
		switches: [],
		tests: [
			{
				file: 'nodes/shared/documents/bulk.test.ts',
				title: '%s: a draft whose PDF is in no ZIP file',
			},
		],
	},
	{
		id: 'parameters',
		assumption:
			'Filters, order, `expand` and limit work as declared; each may be refused or ignored.',
		source: 'spec, docs',
		confidence: 'medium',
		switches: ['refuses', 'refusalStatus', 'maximumLimit', 'ignores', 'inFilter'],
		tests: [
			...here('refuses: ', 'ignores: ', 'inFilter: '),
			{ file: 'nodes/shared/sinao/refusals.test.ts', title: '121 Everything optional is refused' },
			{ file: 'faults/lists.test.ts', title: '26 The limit is refused' },
			checked,
		],
	},
	{
		id: 'date-filters',
		assumption:
			'A filter on a date compares times; a database that compares text drops the first day.',
		source: 'nothing',
		confidence: 'low',
		switches: ['dateFilters'],
		tests: [
			...here('dateFilters: '),
			{ file: 'nodes/shared/sinao/refusals.test.ts', title: '121 Dates of a filter' },
			checked,
		],
	},
	{
		id: 'rights',
		assumption: 'A list that the key may not read is 403, or 404 as one that does not exist.',
		source: 'spec 2026: /access',
		confidence: 'medium',
		switches: ['listStatus'],
		tests: [...here('listStatus: '), checked],
	},
	{
		id: 'rate-limit',
		assumption: 'No limit is documented; one of 60 requests a minute is usual for Laravel.',
		source: 'nothing',
		confidence: 'low',
		switches: ['requestsPerMinute', 'minuteMs'],
		tests: [
			...here('requestsPerMinute: '),
			{
				file: 'nodes/shared/sinao/pace.test.ts',
				title: 'a single refusal that comes from no limit',
			},
			checked,
		],
	},
	{
		id: 'export-jobs',
		assumption: 'An accounting export is made in some seconds to minutes, and may fail.',
		source: 'docs',
		confidence: 'high',
		switches: ['exportPolls', 'exportOutcome', 'exportsRepeat'],
		tests: [
			...here('exportsRepeat: '),
			{ file: 'nodes/SinaoAccounting/accounting.test.ts', title: '100 a row that Sinao repeats' },
		],
	},
	{
		id: 'export-failed',
		assumption:
			'The days of an accounting export that failed can be generated again; Sinao may refuse it.',
		source: 'nothing',
		confidence: 'low',
		switches: ['exportOutcome'],
		tests: [
			{
				file: 'nodes/SinaoAccounting/accounting.test.ts',
				title: 'an export in error that covers the day',
			},
		],
	},
	{
		id: 'export-download',
		assumption:
			'`/exports/download` answers with a ZIP; it may be the bare file, a job or an address.',
		source: 'spec: ZIP; spec 2026: /jobs/{job} and file_url',
		confidence: 'low',
		switches: ['exportAnswer', 'exportPacking'],
		tests: [...here('exportAnswer: ', 'exportPacking: '), checked],
	},
	{
		id: 'fec',
		assumption: 'The universal format is the legal FEC, named by SIREN and date, and balances.',
		source: 'spec',
		confidence: 'medium',
		switches: ['fec'],
		tests: [checked],
	},
	{
		id: 'webhook-events',
		assumption:
			'The list of events is a list as others are, ten at a time; 27 names are documented.',
		source: 'spec 2026, docs; the objects of nine contact events are guessed',
		confidence: 'medium',
		switches: ['webhookEvents'],
		tests: [
			...here('webhookEvents: '),
			{ file: 'nodes/SinaoTrigger/trigger.test.ts', title: 'offers every event of a list' },
			checked,
		],
	},
	{
		id: 'webhook-body',
		assumption: 'The body of a call, how often it comes and in which order are unknown.',
		source: 'nothing',
		confidence: 'low',
		switches: ['webhookPayload', 'webhookCopies', 'webhookHold'],
		tests: [
			...here('webhookPayload: '),
			{ file: 'nodes/SinaoTrigger/trigger.test.ts', title: '120 A body in the form %s' },
		],
	},
	{
		id: 'settings',
		assumption: 'Settings come by dotted names or nested; setting them may answer without a body.',
		source: 'docs: dotted names',
		confidence: 'medium',
		switches: ['settings', 'settingsAnswer'],
		tests: [
			...here('settingsAnswer: '),
			{ file: 'nodes/SinaoTrigger/trigger.test.ts', title: '119 An empty answer (204)' },
			checked,
		],
	},
	{
		id: 'subscription-pdf',
		assumption:
			'A row of `/subscription/invoices` may link to its PDF: signed on another host, without a host on its own, expired, to a page, or not at all.',
		source: 'nothing; spec names Stripe, whose invoices have `invoice_pdf`',
		confidence: 'low',
		switches: ['subscriptionPdf'],
		tests: [
			...inFile(
				'nodes/SinaoRecords/subscriptionPdfs.test.ts',
				'follows a signed link to another host',
				'follows a link without a host',
				'requests a new link',
				'lists a PDF whose link leads to nothing',
				'says that there is no PDF',
			),
			...inFile('nodes/SinaoBackup/otherLists.test.ts', "The PDFs of Sinao's own invoices"),
			checked,
		],
	},
	{
		id: 'sending-history',
		assumption:
			'`/email/document/{id}?type=` lists the emails of invoices, quotes and attachments; a type may be refused, and an email may be for several documents.',
		source: 'spec 2026: the address and its types; the fields are guessed',
		confidence: 'medium',
		switches: ['sendingHistory', 'listStatus'],
		tests: [
			...inFile(
				'nodes/SinaoRecords/sendingHistory.test.ts',
				'every email of every document',
				'a CSV with the columns',
				'a type of document that has no history',
				'a service without the list',
			),
			checked,
		],
	},
	{
		id: 'tags',
		assumption:
			'`/tags` without `object` lists all tags; rows say what they are used for, or are plain names; `object` may be ignored, or not know transactions and relationships.',
		source: 'spec and spec 2026: the parameter and its values',
		confidence: 'medium',
		switches: ['tags'],
		tests: [
			...inFile(
				'nodes/SinaoRecords/tags.test.ts',
				'tags with their object',
				'names alone',
				'a service that ignores the object',
				'objects that the service does not know',
				'tags that only the list of an object',
			),
			checked,
		],
	},
	{
		id: 'newer-columns',
		assumption:
			'`amount_reverse_tax` and the parts of `breakdown` are cents; a service need not have these fields.',
		source: 'spec 2026: the names; that parts of `breakdown` are cents is nothing but usual',
		confidence: 'low',
		switches: ['fields'],
		tests: inFile(
			'nodes/shared/values/newerColumns.test.ts',
			'invoices: the day of the expected payment',
			'a part of the breakdown that is no amount',
			'purchases: reverse-charge VAT',
			'%s of a service without these fields',
		),
	},
	{
		id: 'contact-parts',
		assumption:
			'The id in an event of an establishment is that of an entry of `establishments`, that of an address may be `place.id`.',
		source: 'docs: 15 events of contacts; the ids are guessed',
		confidence: 'low',
		switches: ['webhookPayload', 'contactIds'],
		tests: inFile(
			'nodes/SinaoTrigger/trigger.test.ts',
			'120 a body in the form %s gives the contact',
			'120 an establishment gives its contact',
			'120 an address of a contact that did not change',
			'120 an establishment that two contacts contain',
		),
	},
	{
		id: 'newer-lists',
		assumption: 'The lists of the newer text answer as other lists do.',
		source: 'spec 2026',
		confidence: 'medium',
		switches: ['listStatus'],
		tests: here('%s has rows', 'subscription/invoices ', 'email/document '),
	},
];
