import { attempt } from '../failure';
import type { Relation, RelationId, Resource, Row } from '../resource';
import { contactName, isId, nameOf } from '../values/fields';
import type { Connection } from './connection';
import { everyRow, type ReadRows, readRows } from './rows';

/** What the rows of other lists show of a row, by the address of its list. */
const summaries: Record<string, (row: Row) => Row> = {
	'/cashflowsources/': ({ name }) => ({ name }),
	'/invoices': (row) => ({ number: row.number, contact_name: contactName(row) }),
	'/organizations': (row) => ({ name: nameOf(row) }),
	'/persons': (row) => ({ name: nameOf(row) }),
	'/productcategory': ({ name }) => ({ name }),
	'/products': ({ reference, name }) => ({ reference, name }),
	'/purchases': (row) => ({ number: row.number, contact_name: contactName(row) }),
};

/** What else to ask for where a summary needs it. */
const expands: Record<string, string[]> = {
	'/invoices': ['contact_infos'],
	'/purchases': ['supplier'],
};

/** The summaries of a list, by id; undefined where it cannot be read. */
type Summaries = Map<string, Row> | undefined;

/** Reads rows over one connection, with the related objects that their columns need. */
export function readRowsWith(connection: Connection): ReadRows {
	return async function* (resource, query) {
		for await (const rows of readRows(connection, resource, query)) {
			await relate(connection, resource, rows);
			yield rows;
		}
	};
}

/**
 * Completes the related objects of rows that the service gives by their ids alone (docs/sinao-api.md, Relations): a
 * list is read once for it, and only if a row needs it. What is added is not enumerable, so that the row stays
 * as the service gave it for whoever lists its fields. Where an object is unknown, its name is its id.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop
 */
export async function relate(
	connection: Connection,
	{ relations = [], columns = [] }: Partial<Pick<Resource, 'relations' | 'columns'>>,
	rows: Row[],
): Promise<void> {
	for (const relation of relations) {
		const showsId = columns.some(({ name }) => name === `${relation.name}.id`);
		for (const row of rows) {
			const reference = referenceIn(row, relation);
			if (!reference) continue;
			const { id, path } = reference;
			const known = path === undefined ? {} : await summaryOf(connection, path, id);
			complete(row, relation.name, id, known ?? (showsId ? {} : { name: String(id) }));
		}
	}
}

/** The id of a related object that a row does not have whole, and the list that has it. */
function referenceIn(
	row: Row,
	{ name, ids }: Relation,
): (Pick<RelationId, 'path'> & { id: number | string }) | undefined {
	const given = row[name];
	const value = Array.isArray(given) && given.length === 1 ? (given as unknown[])[0] : given;
	// The name that stands beside is enough.
	if (typeof row[`${name}_name`] === 'string' && row[`${name}_name`]) return undefined;
	const isPresent = value !== null && value !== undefined && !isEmptyList(value);
	const known = ids.filter(({ when }) => !when || when(row));
	if (!isPresent) {
		const source = known.find(({ field }) => isId(row[field]));
		return source && { id: row[source.field] as number | string, path: source.path };
	}
	if (isId(value)) return { id: value, path: known[0]?.path };
	const { id, ...others } = value as Row;
	return isId(id) && isBare(others) ? { id, path: known[0]?.path } : undefined;
}

/** PHP writes no object as an empty list. */
function isEmptyList(value: unknown): boolean {
	return Array.isArray(value) && !value.length;
}

/** Whether an object says nothing but what it is. */
function isBare(fields: Row): boolean {
	return Object.entries(fields).every(
		([name, value]) => name === 'type' || value === null || value === undefined,
	);
}

function complete(row: Row, name: string, id: number | string, known: Row): void {
	const value = row[name];
	if (isId(value)) row[`${name}_id`] ??= id;
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		for (const field in known) hide(value as Row, field, known[field]);
	} else hide(row, name, { id, ...known });
}

function hide(row: Row, name: string, value: unknown): void {
	Object.defineProperty(row, name, {
		value,
		configurable: true,
		enumerable: false,
		writable: true,
	});
}

async function summaryOf(
	connection: Connection,
	path: string,
	id: number | string,
): Promise<Row | undefined> {
	const { related, warnings } = connection;
	const list = related.get(path) ?? readSummaries(connection, path);
	related.set(path, list);
	const summaries = await list;
	const summary = summaries?.get(String(id));
	if (summaries && !summary)
		warnings.messages.add(
			`Some records refer to entries that the list ${path} does not contain; they may be deleted. Their IDs are used instead.`,
		);
	return summary;
}

/** Reads a list for its summaries. It is not open to every key: then the user is told. */
async function readSummaries(connection: Connection, path: string): Promise<Summaries> {
	const found = new Map<string, Row>();
	const { failure } = await attempt(async () => {
		const list = { path, expand: expands[path] ?? [] };
		for await (const rows of readRows(connection, list, everyRow)) summarize(path, rows, found);
	});
	if (!failure) return found;
	connection.warnings.messages.add(
		`The list ${path} could not be read, so IDs are used instead of names: ${failure.message}.`,
	);
	return undefined;
}

function summarize(path: string, rows: Row[], found: Map<string, Row>): void {
	for (const row of rows) found.set(String(row.id), summaries[path](row));
}

/**
 * Passes on the rows of a list that is read whole, and remembers their summaries if rows of the other lists
 * may need them: then the list is not read again.
 */
export async function* remembering(
	{ related }: Connection,
	path: string,
	lists: Resource[],
	pages: AsyncIterable<Row[]>,
): AsyncGenerator<Row[]> {
	const isNeeded = lists.some(
		(list) =>
			list.path !== path &&
			list.relations?.some(({ ids }) => ids.some((source) => source.path === path)),
	);
	const found = new Map<string, Row>();
	for await (const rows of pages) {
		if (isNeeded) summarize(path, rows, found);
		yield rows;
	}
	if (isNeeded) related.set(path, Promise.resolve(found));
}
