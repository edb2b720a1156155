import pLimit from 'p-limit';

import { attempt, type Failure, SinaoFailure } from '../failure';
import type { ListSource, Resource, Row } from '../resource';
import { counted } from '../values/english';
import type { Connection } from './connection';
import { identityOf, isDeleted } from './fetchPage';
import { everything, explainCompany, readPages } from './readPages';
import { parallelDownloads } from './pace';
import { fetchWholeList } from './wholeList';

/** Whether Sinao does not offer a list, or the key has no access to it; anything else is an error. */
const isNotOffered = ({ reason }: Failure) =>
	['forbidden', 'invalidRequest', 'notFound'].includes(reason);

/**
 * Reads a list that a single request does not return: one per kind of object, or one per document. Adds warnings for
 * what Sinao does not return.
 *
 * @param newestFirst whether to begin with the newest document of each type
 * @throws SinaoFailure if a request fails, or Sinao does not have the list at all
 */
export async function* readSeveral(
	connection: Connection,
	list: ListSource,
	newestFirst = false,
): AsyncGenerator<Row[]> {
	if (list.perDocument)
		yield* readPerDocument(connection, list.path, list.perDocument, newestFirst);
	else yield await readPerObject(connection, list.path, list.objects as string[]);
}

/**
 * The rows of all objects, each once, with `object` if they do not contain it: `invoice`, or `invoice, quote` for a row
 * that several objects have. If the responses show that Sinao ignores the parameter, rows stay without it.
 */
async function readPerObject(
	connection: Connection,
	path: string,
	objects: string[],
): Promise<Row[]> {
	const request = async (query: Array<[string, string]>) =>
		await fetchWholeList(connection, { path, unpaged: true, query, filters: [] });
	const whole = await request([]);
	if (whole.failure) throw new SinaoFailure(await explainCompany(connection, whole.failure));
	const answers = new Map<string, Row[]>();
	const refused: string[] = [];
	for (const object of objects) {
		const { value, failure } = await request([['object', object]]);
		if (value) answers.set(object, value);
		else if (isNotOffered(failure)) refused.push(object);
		else throw new SinaoFailure(failure);
	}
	const { messages } = connection.warnings;
	if (refused.length) messages.add(`Sinao does not return ${path} of: ${refused.join(', ')}.`);

	const content = (rows: Row[]) => JSON.stringify(rows.map(identityOf));
	const isUnknown = whole.value.some(({ object }) => (object ?? null) === null);
	const isIgnored = [...answers.values()].every((rows) => content(rows) === content(whole.value));
	if (isUnknown && isIgnored) {
		messages.add(
			`Sinao returns the same ${path} for every kind of object, so it is not known what they are used for.`,
		);
		return whole.value;
	}
	const found = new Map(whole.value.map((row) => [identityOf(row), { row, names: namesIn(row) }]));
	for (const [object, rows] of answers) {
		for (const row of rows) {
			const known = found.get(identityOf(row)) ?? { row, names: new Set() };
			for (const name of namesIn(row, object)) known.names.add(name);
			found.set(identityOf(row), known);
		}
	}
	return [...found.values()].map(({ row, names }) =>
		names.size && [...names].join() !== row.object
			? { ...row, object: [...names].join(', ') }
			: row,
	);
}

function namesIn({ object }: Row, requested?: string): Set<string> {
	const name = object ?? requested;
	return new Set(typeof name === 'string' ? [name] : []);
}

/**
 * The rows for each document, with `document_type`, `document_id` and `document_number`. Their own id becomes
 * `email_id`, because one email can be for several documents.
 */
async function* readPerDocument(
	connection: Connection,
	path: string,
	lists: NonNullable<Resource['perDocument']>,
	newestFirst: boolean,
): AsyncGenerator<Row[]> {
	let answeredAny = false;
	let refusal: Failure | undefined;
	for (const { path: list, type } of lists) {
		let [answered, refused] = [0, 0];
		for await (const documents of readDocuments(connection, list, newestFirst)) {
			const histories = await historiesOf(connection, path, type, documents);
			const found: Row[] = [];
			for (const { document, rows, failure } of histories) {
				if (failure && !isNotOffered(failure)) throw new SinaoFailure(failure);
				refusal ??= failure;
				if (failure) refused++;
				else answered++;
				for (const { id: emailId, ...email } of rows)
					found.push({
						document_type: type,
						document_id: document.id,
						document_number: document.number ?? document.name ?? null,
						...email,
						...(emailId === undefined ? {} : { email_id: emailId }),
					});
			}
			if (found.length) yield found;
			// Documents that were never sent may be not found. One that was sent must have a history.
			const isRefused = histories.some(
				({ document, failure }) =>
					failure && (failure.reason !== 'notFound' || Boolean(document.email_sent_at)),
			);
			if (isRefused && !answered) break;
		}
		answeredAny ||= answered > 0;
		if (refused)
			connection.warnings.messages.add(
				answered
					? `Sinao did not return ${path} for ${counted(refused, type)}.`
					: `Sinao does not return ${path} for documents of the type '${type}', so they are not included.`,
			);
	}
	if (refusal && !answeredAny) throw new SinaoFailure(refusal);
}

/** The documents of a list, each once, in groups of some requests; none if the key has no access to the list. */
async function* readDocuments(
	connection: Connection,
	path: string,
	newestFirst: boolean,
): AsyncGenerator<Row[]> {
	const list = { path, query: [], filters: [] };
	const pages = readPages(connection, list, { ...everything, newestFirst });
	const size = 4 * connection.settings.parallelDownloads;
	const seen = new Set<unknown>();
	for (;;) {
		const { value: page, failure } = await attempt(async () => await pages.next());
		if (failure && (seen.size || !isNotOffered(failure))) throw new SinaoFailure(failure);
		if (failure)
			connection.warnings.messages.add(
				`The key has no access to ${path} (${failure.httpCode}), so their emails are not included.`,
			);
		if (!page || page.done) return;
		const rows = page.value.filter((row) => !isDeleted(row) && !seen.has(row.id));
		for (const { id } of rows) seen.add(id);
		for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
	}
}

interface History {
	document: Row;
	rows: Row[];
	failure?: Failure;
}

async function historiesOf(
	connection: Connection,
	path: string,
	type: string,
	documents: Row[],
): Promise<History[]> {
	const limit = pLimit(parallelDownloads(connection));
	return await Promise.all(
		documents.map(
			async (document) =>
				await limit(async () => {
					limit.concurrency = parallelDownloads(connection);
					const { value: rows = [], failure } = await fetchWholeList(
						// What one document refuses says nothing about the others, and need not be remembered.
						{ ...connection, refusals: new Map() },
						{
							path: `${path}/${encodeURIComponent(String(document.id))}`,
							unpaged: true,
							query: [['type', type]],
							filters: [],
						},
					);
					return { document, rows, failure };
				}),
		),
	);
}
