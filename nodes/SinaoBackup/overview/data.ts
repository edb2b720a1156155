import { jsonParse, type IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { counted } from '../../shared/values/english';
import { pageNames } from '../manifest/pages';
import { countsSchema } from '../manifest/schema';

const formatName = 'sinao-overview';
const formatVersion = 1;

const text = z.string().nullable();
const numbering = z
	.object({ missing: z.number(), duplicates: z.number(), outOfOrder: z.number() })
	.nullable();
/** The pages of a backup, in its folder; these names in versions that had no others. */
const pages = z.object({ index: z.string(), report: z.string() }).default(pageNames({}));
const savedRun = z.object({ number: z.number(), end: z.string() });

/** A company in cabinet.json. */
const companySchema = z.object({
	id: z.string(),
	name: text,
	siren: text,
	/** Relative to cabinet.html, with slashes. It stays the same if the company is renamed. */
	folder: z.string(),
	/** `absent`: Sinao no longer returns the company. */
	outcome: z.enum(['complete', 'incomplete', 'failed', 'absent']),
	/** Why there is no backup of this run; null if there is one. */
	reason: text,
	/** Documents in the account and in the backup; null if there is no backup of this run. */
	documents: z.object({ asked: z.number(), stored: z.number() }).nullable(),
	missing: z.number().nullable(),
	/** Electronic invoices that differ from Sinao. */
	differences: z.number().nullable(),
	/** Null if the invoices were not read. */
	numbering,
	lastComplete: savedRun.nullable(),
	pages,
	/** When the company was first missing from Sinao's list (UTC). */
	absentSince: text,
});

const overviewSchema = z.object({
	format: z.literal(formatName),
	formatVersion: z.literal(formatVersion),
	end: z.string(),
	/** Whether the previous overview was damaged, so that older facts are unknown. */
	previousIsDamaged: z.boolean(),
	companies: z.array(companySchema),
});

/** cabinet.json: the companies of a login with the state of their backups. */
export type Overview = z.infer<typeof overviewSchema>;
export type OverviewCompany = z.infer<typeof companySchema>;

/** The company of an item: as *Companies: Get Many* returns it. */
const listedSchema = z.object({
	id: z.string().min(1),
	name: text.default(null),
	siren: text.default(null),
	folder: z.string().min(1),
});

/** The summary of Write Manifest. */
const backupSchema = z.object({
	outcome: z.enum(['complete', 'incomplete', 'failed']),
	company: z.object({ id: z.string() }),
	run: savedRun,
	counts: z.array(countsSchema),
	missing: z.number(),
	/** Documents for the next run; always 0 in versions that counted them as missing. */
	left: z.number().default(0),
	differences: z.number(),
	numbering,
	pages,
});

/** A previous overview; undefined if the file is damaged. */
export function parseOverview(bytes: Buffer): Overview | undefined {
	const json = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	return overviewSchema.safeParse(json).data;
}

/**
 * The overview after a run.
 *
 * @param results one per company, with `listed` (the company), and `backup` (the summary of Write Manifest) or `error`
 * @param previous the last overview; null if there is none, undefined if it is damaged
 * @throws SinaoFailure if a result names no company
 */
export function overviewOf(
	results: IDataObject[],
	previous: Overview | null | undefined,
	end: string,
): Overview {
	const earlier = new Map(previous?.companies.map((company) => [company.id, company]));
	const companies = results.map((result) => companyOf(result, earlier));
	const listed = new Set(companies.map(({ id }) => id));
	const absent = [...earlier.values()]
		.filter(({ id }) => !listed.has(id))
		.map((company): OverviewCompany => {
			const { id, name, siren, folder, lastComplete, pages: known, absentSince } = company;
			return {
				...withoutBackup('Sinao no longer returns this company to the login'),
				...{ id, name, siren, folder, lastComplete, pages: known },
				outcome: 'absent',
				absentSince: absentSince ?? end,
			};
		});
	return {
		format: formatName,
		formatVersion,
		end,
		previousIsDamaged: previous === undefined,
		companies: [...companies, ...absent],
	};
}

function companyOf(result: IDataObject, earlier: Map<string, OverviewCompany>): OverviewCompany {
	const { data: company } = listedSchema.safeParse(result.listed);
	if (!company) throw new SinaoFailure(noCompany());
	const known = earlier.get(company.id);
	const base = {
		...company,
		absentSince: null,
		lastComplete: known?.lastComplete ?? null,
		pages: pages.parse(known?.pages),
	};
	if (result.error) return { ...base, ...withoutBackup(messageOf(result.error)) };
	const { data: backup } = backupSchema.safeParse(result.backup);
	if (!backup)
		return { ...base, ...withoutBackup('The workflow of this company returned nothing') };
	if (backup.company.id !== company.id)
		return { ...base, ...withoutBackup(`Another company was backed up (${backup.company.id})`) };
	const { outcome, run, counts, left, differences } = backup;
	const missing = backup.missing + left;
	const documents = counts.filter(({ kind }) => kind === 'document');
	return {
		...base,
		outcome,
		reason: null,
		documents: {
			asked: documents.reduce((sum, { asked }) => sum + asked, 0),
			stored: documents.reduce((sum, { stored }) => sum + stored, 0),
		},
		missing,
		differences,
		numbering: backup.numbering,
		pages: backup.pages,
		...(outcome === 'complete' ? { lastComplete: { number: run.number, end: run.end } } : {}),
	};
}

function withoutBackup(reason: string) {
	return {
		outcome: 'failed' as const,
		reason,
		documents: null,
		missing: null,
		differences: null,
		numbering: null,
	};
}

/** What a person has to look at: companies without a complete backup, and those that have just disappeared. */
export function problemsOf({ companies, end }: Overview): OverviewCompany[] {
	return companies.filter(
		({ outcome, absentSince }) =>
			outcome !== 'complete' && (outcome !== 'absent' || absentSince === end),
	);
}

/** One sentence about a company without a complete backup. */
export function problemMessage({ reason, missing, differences }: OverviewCompany): string {
	if (reason) return reason;
	if (missing) return counted(missing, 'missing file');
	return counted(
		differences ?? 0,
		'electronic invoice differs from Sinao',
		'electronic invoices differ from Sinao',
	);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error);
}

function noCompany() {
	return finalFailure({
		reason: 'invalidRequest' as const,
		message: "An item on the 'Companies' input has no company",
		description:
			"Each item needs 'listed' with a company of 'Companies: Get Many', and 'backup' or 'error'. If the login has access to no company, there is nothing to back up.",
	});
}
