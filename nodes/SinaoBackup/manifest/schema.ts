import { z } from 'zod';

import { sortedFirst } from '../../shared/files/path';

/** Increased when earlier versions of this node cannot read the manifest any more. */
export const formatVersion = 1;
export const formatName = 'sinao-backup';

const text = z.string().nullable();
const id = z.union([z.string(), z.number()]).nullable();

const documentFields = {
	/** Sinao's id; for a list that is split into parts, the id of the part; null for a whole list. */
	id,
	number: text,
	/** `yyyy-mm-dd` in the time zone of the run. */
	date: text,
	/** Euros. */
	amountWithTax: z.union([z.string(), z.number()]).nullable(),
	contact: text,
};

const kind = z.enum(['csv', 'xlsx', 'jsonl', 'document', 'readable']);
const value = z.union([z.string(), z.number()]);
const amount = z.number().nullable();
const party = z.object({ name: text, siren: text, vatNumber: text });

/** The electronic invoice in a document (`EInvoiceCheck` in shared/documents/eInvoice.ts). */
const eInvoiceSchema = z.object({
	format: z.enum(['factur-x', 'cii', 'ubl']).nullable(),
	profile: text,
	problems: z.array(z.string()),
	differences: z.array(
		z.object({ field: z.string(), rate: z.number().optional(), xml: value, sinao: value }),
	),
	compared: z.array(z.string()).optional(),
	currency: z.string().optional(),
	hasReadableCopy: z.boolean().optional(),
	invoice: z
		.object({
			number: text,
			date: text,
			type: z.string(),
			currency: text,
			seller: party,
			buyer: party,
			amountBeforeTax: amount,
			amountTax: amount,
			amountWithTax: amount,
			amountDue: amount,
			vat: z.array(z.object({ rate: z.number(), base: z.number(), tax: z.number() })),
		})
		.optional(),
});

/** One saved file. A path in a manifest is never reused for other content, unless 'Replace Lists' is on. */
export const fileSchema = z.object({
	/** Relative to the folder of the manifest, with slashes. */
	path: z.string().min(1),
	resource: z.string(),
	kind,
	...documentFields,
	status: text,
	/** Only for a list. */
	rows: z.number().nullable(),
	/** Bytes. */
	size: z.number(),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	/** Path below the API's base URL. */
	source: z.string(),
	/** When it was downloaded from Sinao (UTC). */
	takenAt: z.string(),
	/** SHA-256 of the row without volatile values (documentMeta.ts), to detect changes in Sinao; for a list, of its rows. */
	fingerprint: z.string(),
	/** Starts at 1 and increases each time the content changes. */
	version: z.number().int().min(1),
	/** `replaced` by a newer version; `altered`: modified or missing in storage, so no longer verified. */
	state: z.enum(['current', 'replaced', 'altered']),
	/** When the record was first found to be deleted in Sinao (UTC). */
	deletedAt: text,
	/** Of invoices and purchases; absent in manifests of earlier versions. */
	eInvoice: eInvoiceSchema.optional(),
	/** For a readable copy (`readable`): path of the original XML that contains it. */
	derivedFrom: z.string().optional(),
});

/** A file that should be in the backup but is missing. */
export const missingSchema = z.object({
	resource: z.string(),
	kind,
	...documentFields,
	/** The reason of a failure, `notStored`, `lost` (modified in storage, no longer in Sinao), or `notYet` if 'Maximum Files' was reached. */
	reason: z.string(),
	message: z.string(),
	tries: z.number(),
});

/** A record without a document, such as a draft; not requested again until it changes. */
export const withoutSchema = z.object({
	resource: z.string(),
	...documentFields,
	fingerprint: z.string(),
});

export const countsSchema = z.object({
	resource: z.string(),
	kind,
	/** Number in the account. */
	asked: z.number(),
	/** Of these, received from Sinao in this or an earlier run. */
	received: z.number(),
	/** Of these, confirmed by storage in this or an earlier run. */
	stored: z.number(),
	/** Files that this run output. */
	transferred: z.number(),
});

const base = {
	format: z.literal(formatName),
	formatVersion: z.literal(formatVersion),
	tool: z.object({ name: z.string(), version: z.string() }),
	company: z.object({ id: z.string(), name: text, siren: text }),
	run: z.object({ id: z.string(), number: z.number().int().min(1), begin: z.string() }),
	/** What the run was to back up. */
	scope: z.object({
		lists: z.array(z.string()),
		listFormats: z.array(z.string()),
		documents: z.array(z.string()),
		maximumFiles: z.number().nullable(),
		timeZone: z.string(),
		folderStructure: z.enum(['flat', 'kind', 'kindAndYear']),
		/** 'Folder Pattern'; absent without it. */
		folders: z.object({ pattern: z.string(), fiscalYearMonth: z.number() }).optional(),
	}),
	files: z.array(fileSchema),
	missing: z.array(missingSchema),
	without: z.array(withoutSchema),
	counts: z.array(countsSchema),
	/** The previous manifest. Its SHA-256 links the manifests into a chain. */
	previous: z
		.object({ sha256: z.string(), runId: z.string(), number: z.number(), end: z.string() })
		.nullable(),
	/** Begins the names of the pages for people (pages.ts), such as rapport.html; absent: nothing does. */
	pagePrefix: z.literal(sortedFirst).optional(),
	/** Warnings of the run, in sentences. */
	notes: z.array(z.string()),
};

export const manifestSchema = z.object({
	...base,
	end: z.string(),
	outcome: z.enum(['complete', 'incomplete', 'failed']),
});

/** A file of this run that storage has not confirmed yet. */
export const pendingSchema = z.object({
	file: fileSchema,
	/** `path` of the item, which includes the parameter 'Folder'. */
	itemPath: z.string(),
	/** Hashes that storage services report. */
	hashes: z.object({ md5: z.string(), dropbox: z.string() }),
});

const accountingInvoice = z.object({
	id: z.union([z.string(), z.number()]),
	number: text,
	date: text,
	kind: z.string(),
	imported: z.boolean(),
	/** Ids of the invoices that a credit note cancels or that deduct a deposit invoice. */
	linkedTo: z.array(z.union([z.string(), z.number()])),
});

/** Days as `yyyy-mm-dd`. */
const period = { from: z.string(), to: z.string() };

/** What a run found of the accounting, for the report. */
const accountingState = z.object({
	/** `denied`: Sinao refused the list of exports, as for a company without accounting; `unread`: it could not be read. */
	access: z.enum(['granted', 'denied', 'unread']),
	/** Finished exports in Sinao. */
	exports: z.array(z.object({ id: z.union([z.string(), z.number()]), ...period })),
	/** Exports without a file. */
	unfinished: z.array(z.object({ ...period, status: z.string() })),
});

/** What Back Up Account passes to Write Manifest. */
export const draftSchema = z.object({
	...base,
	folder: z.string(),
	pending: z.array(pendingSchema),
	/** Whether differences between electronic invoices and Sinao make the run incomplete. */
	failOnDifferences: z.boolean().optional(),
	/** Whether the report contains the checklist for leaving Sinao. */
	leavingChecklist: z.boolean().optional(),
	invoices: z.array(accountingInvoice),
	/** Absent if accounting exports are not part of the backup. */
	accounting: accountingState.optional(),
});

export type EInvoiceEntry = z.infer<typeof eInvoiceSchema>;
export type FileEntry = z.infer<typeof fileSchema>;
/** The kinds of files that contain a list. */
const listFormats = ['csv', 'jsonl', 'xlsx'] as const;
export type ListFormat = (typeof listFormats)[number];

export function isListFormat(kind: string): kind is ListFormat {
	return (listFormats as readonly string[]).includes(kind);
}

export type MissingEntry = z.infer<typeof missingSchema>;
export type WithoutEntry = z.infer<typeof withoutSchema>;
export type Counts = z.infer<typeof countsSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type PendingFile = z.infer<typeof pendingSchema>;
export type AccountingState = z.infer<typeof accountingState>;
export type Draft = z.infer<typeof draftSchema>;
export type AccountingInvoice = z.infer<typeof accountingInvoice>;

/** The tool named in the manifest; a test checks it against package.json. */
export const tool = { name: 'n8n-nodes-sinao', version: '0.1.0' };
