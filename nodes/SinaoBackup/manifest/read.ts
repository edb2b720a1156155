import type { z } from 'zod';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { counted } from '../../shared/values/english';
import { type JsonParts, readJsonFile } from './json';
import {
	type Draft,
	draftSchema,
	formatName,
	formatVersion,
	type Manifest,
	manifestSchema,
} from './schema';

/**
 * Parses and validates a manifest.
 *
 * @throws SinaoFailure if it is incomplete, not a manifest, from a newer version of this node, or of another
 * company
 */
export function parseManifest(bytes: Buffer, companyId?: string): Manifest {
	const read = ofValidJson(bytes, () => readJsonFile(bytes));
	const { format, formatVersion: version } = (read.head ?? {}) as Record<string, unknown>;
	if (format !== formatName)
		throw refusal(
			'The file is not a Sinao Backup manifest',
			"Pass the manifest.json of the last run to 'Back Up Account'.",
		);
	if (typeof version === 'number' && version > formatVersion) {
		throw refusal(
			'The manifest was created by a newer version of Sinao Backup',
			'Update the package n8n-nodes-sinao, then run the workflow again.',
		);
	}
	const { value, issue } = ofValidJson(bytes, () => validate(read, manifestSchema));
	if (!value)
		throw refusal(`The manifest is damaged at '${issue.path}': ${issue.message}`, restore);
	if (companyId !== undefined && value.company.id !== companyId) {
		throw refusal(
			`The manifest belongs to company ${value.company.id} (${value.company.name ?? 'no name'}), not to ${companyId}`,
			'Use one folder per company, or correct the credential.',
		);
	}
	return value;
}

/**
 * Parses the file of a draft, which Back Up Account has just written.
 *
 * @throws SinaoFailure if it is damaged
 */
export function parseDraft(bytes: Buffer): Draft {
	const { value, issue } = validate(readJsonFile(bytes), draftSchema);
	if (value) return value;
	throw refusal(
		`The backup summary is damaged at '${issue.path}': ${issue.message}`,
		'Nothing was overwritten. Run the workflow again.',
	);
}

/** Validates an object and its lists, a part at a time, so that only the result is in memory as a whole. */
function validate<Shape extends z.ZodRawShape>(
	{ head, lists }: JsonParts,
	schema: z.ZodObject<Shape>,
): { value: z.infer<typeof schema>; issue?: undefined } | { value?: undefined; issue: Issue } {
	const { success, data, error } = schema.safeParse(head);
	if (!success) return { issue: issueOf(error) };
	const members = data as Record<string, unknown[]>;
	for (const [name, parts] of lists)
		for (const part of parts) {
			// Members that the schema does not know are left out.
			const known = schema.shape[name]?.safeParse(part);
			if (known?.error) return { issue: issueOf(known.error, name, members[name].length) };
			for (const entry of (known?.data ?? []) as unknown[]) members[name].push(entry);
		}
	return { value: data };
}

interface Issue {
	/** `files.17.sha256` */
	path: string;
	message: string;
}

/** @param first position of the part in its list */
function issueOf({ issues: [{ path, message }] }: z.ZodError, list?: string, first = 0): Issue {
	const [index, ...inner] = path;
	const place = list === undefined ? path : [list, Number(index) + first, ...inner];
	return { path: place.join('.'), message };
}

function ofValidJson<T>({ length }: Buffer, read: () => T): T {
	try {
		return read();
	} catch {
		throw refusal(`The manifest is incomplete or damaged (${counted(length, 'byte')})`, restore);
	}
}

const restore =
	"Nothing was overwritten. Replace manifest.json with its latest copy (its path begins with 'Manifestes'), then run the workflow again.";

function refusal(message: string, description: string): SinaoFailure {
	return new SinaoFailure(finalFailure({ reason: 'invalidFile', message, description }));
}
