import { z } from 'zod';

/** Raised when a manifest of this version can no longer be understood by earlier ones of this node. */
export const formatVersion = 1;
export const formatName = 'sinao-backup';

const text = z.string().nullable();
const id = z.union([z.string(), z.number()]).nullable();

const documentFields = {
	/** Sinao's id; of a list that is written in parts, the id of the part; null for a whole list. */
	id,
	number: text,
	/** `yyyy-mm-dd` in the time zone of the run. */
	date: text,
	/** Euros. */
	amountWithTax: z.union([z.string(), z.number()]).nullable(),
	contact: text,
};

/** One saved file. A path that stands in a manifest is never written with other bytes, unless 'Replace Lists' is on. */
export const fileSchema = z.object({
	/** Relative to the folder of the manifest, with slashes. */
	path: z.string().min(1),
	resource: z.string(),
	kind: z.enum(['csv', 'jsonl', 'document']),
	...documentFields,
	status: text,
	/** Of a list. */
	rows: z.number().nullable(),
	/** Bytes. */
	size: z.number(),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	/** Where it came from, below the API's base address. */
	source: z.string(),
	/** When it was taken from Sinao (UTC). */
	takenAt: z.string(),
	/** SHA-256 of what a person would call the content of the row, or of all rows of a list, so that a change in Sinao shows. */
	fingerprint: z.string(),
	/** 1, and one more for each time that the source gave other bytes. */
	version: z.number().int().min(1),
	/** `replaced` by a newer version; `altered` in storage, so that it is no longer vouched for. */
	state: z.enum(['current', 'replaced', 'altered']),
	/** When it was first seen that the entry is no longer in Sinao (UTC). */
	deletedAt: text,
});

/** Something that should be in the backup and is not. */
export const missingSchema = z.object({
	resource: z.string(),
	kind: z.enum(['csv', 'jsonl', 'document']),
	...documentFields,
	/** A reason of a failure, `notStored`, `lost` (modified in storage, no longer in Sinao), or `notYet` where 'Maximum Files' ended the run. */
	reason: z.string(),
	message: z.string(),
	tries: z.number(),
});

/** An entry that rightly has no document, such as a draft; not asked for again until it changes. */
export const withoutSchema = z.object({
	resource: z.string(),
	...documentFields,
	fingerprint: z.string(),
});

export const countsSchema = z.object({
	resource: z.string(),
	kind: z.enum(['csv', 'jsonl', 'document']),
	/** What the account has. */
	asked: z.number(),
	/** Of these, what Sinao gave, in this run or an earlier one. */
	received: z.number(),
	/** Of these, what storage confirmed, in this run or an earlier one. */
	stored: z.number(),
	/** Files that this run put out. */
	transferred: z.number(),
});

const base = {
	format: z.literal(formatName),
	formatVersion: z.literal(formatVersion),
	tool: z.object({ name: z.string(), version: z.string() }),
	company: z.object({ id: z.string(), name: text, siren: text }),
	run: z.object({ id: z.string(), number: z.number().int().min(1), begin: z.string() }),
	/** What was asked for. */
	scope: z.object({
		lists: z.array(z.string()),
		listFormats: z.array(z.string()),
		documents: z.array(z.string()),
		maximumFiles: z.number().nullable(),
		timeZone: z.string(),
		folderStructure: z.enum(['flat', 'kind', 'kindAndYear']),
	}),
	files: z.array(fileSchema),
	missing: z.array(missingSchema),
	without: z.array(withoutSchema),
	counts: z.array(countsSchema),
	/** The manifest before this one; SHA-256 of its bytes, so that manifests form a chain. */
	previous: z
		.object({ sha256: z.string(), runId: z.string(), number: z.number(), end: z.string() })
		.nullable(),
	/** Sentences of what was odd in the run. */
	notes: z.array(z.string()),
};

export const manifestSchema = z.object({
	...base,
	end: z.string(),
	outcome: z.enum(['complete', 'incomplete', 'failed']),
});

/** What a run put out, before anything is known of its storage. */
export const pendingSchema = z.object({
	file: fileSchema,
	/** `path` of the item, which has the folder of the parameters in front. */
	itemPath: z.string(),
	/** Hashes by which storage services say what they hold. */
	hashes: z.object({ md5: z.string(), dropbox: z.string() }),
});

const accountingInvoice = z.object({
	id: z.union([z.string(), z.number()]),
	number: text,
	date: text,
	kind: z.string(),
	imported: z.boolean(),
	/** Ids of the invoices that a credit note undoes or a deposit belongs to. */
	linkedTo: z.array(z.union([z.string(), z.number()])),
});

/** What Back Up Account hands to Write Manifest. */
export const draftSchema = z.object({
	...base,
	folder: z.string(),
	pending: z.array(pendingSchema),
	invoices: z.array(accountingInvoice),
});

export type FileEntry = z.infer<typeof fileSchema>;
export type ListFormat = 'csv' | 'jsonl';
export type MissingEntry = z.infer<typeof missingSchema>;
export type WithoutEntry = z.infer<typeof withoutSchema>;
export type Counts = z.infer<typeof countsSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type PendingFile = z.infer<typeof pendingSchema>;
export type Draft = z.infer<typeof draftSchema>;
export type AccountingInvoice = z.infer<typeof accountingInvoice>;

/** What a manifest names as its maker; the same as in package.json, as a test makes sure. */
export const tool = { name: 'n8n-nodes-sinao', version: '0.1.0' };
