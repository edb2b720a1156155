import { jsonParse } from 'n8n-workflow';
import type { z } from 'zod';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { counted } from '../../shared/values/english';
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
	const incomplete = `The manifest is incomplete or damaged (${counted(bytes.length, 'byte')})`;
	return inPartsOrWhole(bytes, (json) => manifestOf(json, companyId), refusal(incomplete, restore));
}

function manifestOf(json: JsonParts, companyId?: string): Manifest {
	const { format, formatVersion: version } = json.head as Record<string, unknown>;
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
	const { value, issue } = validate(json, manifestSchema);
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
 * Parses the file of a draft, which Back Up Account has written.
 *
 * @throws SinaoFailure if it is damaged
 */
export function parseDraft(bytes: Buffer): Draft {
	const read = (json: JsonParts): Draft => {
		const { value, issue } = validate(json, draftSchema);
		if (value) return value;
		throw refusal(`The backup summary is damaged at '${issue.path}': ${issue.message}`, runAgain);
	};
	const incomplete = `The backup summary is incomplete or damaged (${counted(bytes.length, 'byte')})`;
	return inPartsOrWhole(bytes, read, refusal(incomplete, runAgain));
}

/**
 * Reads a file in parts. A file that cannot be read this way is read as a whole, to find out what is wrong.
 *
 * @throws SinaoFailure `incomplete` if it is no JSON, or what `read` throws
 */
function inPartsOrWhole<T>(
	bytes: Buffer,
	read: (json: JsonParts) => T,
	incomplete: SinaoFailure,
): T {
	try {
		return read(readInParts(bytes));
	} catch {
		const head = jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
		if (head === null) throw incomplete;
		return read({ head, lists: [] });
	}
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
			const known = Object.hasOwn(schema.shape, name)
				? schema.shape[name].safeParse(part)
				: undefined;
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

const restore =
	"Nothing was overwritten. Replace manifest.json with its latest copy (its path begins with 'Manifestes'), then run the workflow again.";

const runAgain =
	"The manifest was not changed. Files of this run may already be in storage. Connect the 'Summary' output to the 'Summary' input without a node in between, then run the workflow again.";

function refusal(message: string, description: string): SinaoFailure {
	return new SinaoFailure(finalFailure({ reason: 'invalidFile', message, description }));
}

/** Bytes that are read at a time. */
const bytesAtOnce = 500_000;

/** An object from a JSON file. */
interface JsonParts {
	/** Without the members of `lists`, which are empty. */
	head: unknown;
	/** Long lists by the name of their member, to be read once each. A damaged part throws SyntaxError. */
	lists: Array<[name: string, parts: Iterable<unknown[]>]>;
}

/** Where the entries of a member begin, and the lines that end an entry and the list: their indentation tells what they belong to. */
const begin = ': [\n\t\t{\n';
const entryEnd = '\n\t\t},\n';
const end = '\n\t\t}\n\t]';

/**
 * Reads a file of `jsonFile` (shared/files/path.ts) in parts. In a file that was edited, the indentation may mislead: then
 * this function throws, or reading a part does, and the file has to be read as a whole.
 *
 * @throws Error if it is no JSON in this layout
 */
function readInParts(bytes: Buffer): JsonParts {
	const lists: Array<{ name: string; place: string; parts: Iterable<unknown[]> }> = [];
	let text = '';
	let at = 0;
	for (let next = bytes.indexOf(begin); next >= 0; next = bytes.indexOf(begin, at)) {
		const before = bytes.toString('utf8', at, next);
		const [, name] = /\n\t("[^\n]*")$/.exec(before) ?? [];
		const last = bytes.indexOf(end, next);
		if (!name || last < 0) throw new SyntaxError('Another layout');
		const place = `list ${lists.length}`;
		const entries = bytes.subarray(next + ': ['.length, last + end.length - ']'.length);
		lists.push({ name: JSON.parse(name) as string, place, parts: partsOf(entries) });
		text += `${before}: ["${place}"`;
		at = last + end.length - ']'.length;
	}
	const head = JSON.parse(text + bytes.toString('utf8', at)) as Record<string, unknown>;
	for (const { name, place } of lists) {
		// Otherwise the list belongs to an inner object, or its name occurs twice.
		if (!Object.hasOwn(head, name) || JSON.stringify(head[name]) !== JSON.stringify([place]))
			throw new SyntaxError('Another layout');
		head[name] = [];
	}
	return { head, lists: lists.map(({ name, parts }) => [name, parts]) };
}

function* partsOf(entries: Buffer): Generator<unknown[]> {
	for (let from = 0; from < entries.length; ) {
		const comma = entries.indexOf(entryEnd, Math.min(from + bytesAtOnce, entries.length));
		const to = comma < 0 ? entries.length : comma + entryEnd.length - ',\n'.length;
		yield JSON.parse(`[${entries.toString('utf8', from, to)}]`) as unknown[];
		from = comma < 0 ? to : to + ','.length;
	}
}
