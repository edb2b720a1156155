import type { Failure } from '../../shared/failure';
import type { Resource, Row } from '../../shared/resource';
import { rowsOf } from '../../shared/sinao/fetchPage';
import { rowsIn, valueAt, valueOf } from '../../shared/values/fields';
import type { FieldShape, ListCheck, ParameterState, RelationForm } from './accountCheck';
import type { Asker } from './ask';
import { fieldSource } from './knownFields';
import { fieldName, typeOf } from './patterns';
import type { PlannedList } from './plan';
import { askTolerantly, type Refusals, type TolerantReply, type Wanted } from './request';

/** A list of which the first page was read. */
export interface SampledList {
	planned: PlannedList;
	check: ListCheck;
	rows: Row[];
	failure?: Failure;
}

/** Rows of the second request of a list. */
const secondLimit = 10;
/** Page sizes that services choose: a page of so many rows may not be the last. */
const usualCaps = [10, 15, 20, 25, 30, 50, 100, 200, 250, 500, 1000];

/**
 * The first page of a list, requested as a backup requests it.
 *
 * @param pageSize rows of a page
 */
export async function sampleList(
	asker: Asker,
	planned: PlannedList,
	pageSize: number,
	refusals: Refusals,
): Promise<SampledList> {
	const { resource, expand, relations } = planned;
	const reply = await askTolerantly(
		asker,
		resource.path,
		resource.unpaged ? {} : { expand: [...expand, ...relations], order: true, limit: pageSize },
		refusals,
	);
	const rows = (reply && rowsOrOne(reply.json, resource)) ?? [];
	const check = emptyCheck(resource, reply);
	if (!reply || reply.status !== 200) return { planned, check, rows: [], failure: reply?.failure };
	const total = totalOf(reply.json);
	const limit = reply.sent.limit ?? rows.length;
	const isWhole = resource.unpaged || (rows.length < limit && !usualCaps.includes(rows.length));
	check.envelope = resource.unpaged ? null : envelopeOf(reply.json);
	check.rows = {
		atLeast: Math.max(total ?? 0, rows.length),
		atMost: total ?? (isWhole ? rows.length : null),
	};
	check.sampled = rows.length;
	check.limit = { accepted: limit, refused: reply.refusedLimit };
	if (reply.refusedLimit !== null) check.parameters.limit = 'refused';
	if (!resource.unpaged)
		check.parameters.order = reply.refused.includes('order')
			? 'refused'
			: !reply.sent.order || rows.length < 2
				? 'unknown'
				: isAscending(rows)
					? 'honoured'
					: 'ignored';
	for (const name of expand) check.expand[name] = expandState(name, reply, rows);
	check.repeats = new Set(rows.map(({ id }) => id)).size < rows.length && 'id' in rows[0];
	describe(check, planned, rows);
	check.rowBytes = rows.length ? Math.round(reply.body.length / rows.length) : 0;
	return { planned, check, rows };
}

function rowsOrOne(json: unknown, { unpaged }: Resource): Row[] | undefined {
	const rows = rowsOf(json);
	if (rows || !unpaged) return rows;
	const content = valueAt(json, 'data') ?? json;
	// Tags may be plain texts.
	if (Array.isArray(content)) return content.map((value) => ({ value: value as string }));
	return typeof content === 'object' && content !== null ? [content as Row] : undefined;
}

function emptyCheck({ name, path, unpaged }: Resource, reply?: TolerantReply): ListCheck {
	return {
		list: name,
		path: path.replace(/^\/|\/$/g, ''),
		status: reply?.status ?? null,
		envelope: null,
		rows: { atLeast: 0, atMost: null },
		sampled: 0,
		parameters: {
			order: 'unknown',
			limit: 'unknown',
			idFilter: 'unknown',
			offset: 'unknown',
			dateFilter: 'unknown',
		},
		refusalStatus: reply?.refusalStatus ?? null,
		expand: {},
		limit: { accepted: 0, refused: null },
		paging: unpaged ? 'unpaged' : 'unknown',
		repeats: false,
		fields: {},
		missing: [],
		empty: [],
		newer: [],
		unknown: [],
		changing: [],
		relations: {},
		rowBytes: 0,
		milliseconds: reply?.milliseconds ?? 0,
	};
}

function expandState(name: string, reply: TolerantReply, rows: Row[]): ParameterState {
	if (reply.refused.includes(`expand:${name}`)) return 'refused';
	if (!reply.sent.expand?.includes(name) || !rows.length) return 'unknown';
	return rows.some((row) => name in row) ? 'honoured' : 'ignored';
}

function envelopeOf(json: unknown): ListCheck['envelope'] {
	if (Array.isArray(json)) return 'array';
	if (typeof json !== 'object' || json === null) return 'other';
	if (!('data' in json)) return hasNumericKeys(json) ? 'numericKeys' : 'other';
	if (hasNumericKeys(json.data)) return 'numericKeys';
	if ('total' in json) return 'total';
	return valueAt(json, 'meta.total') === undefined ? 'data' : 'metaTotal';
}

function hasNumericKeys(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.keys(value).every((key) => /^\d+$/.test(key));
}

function totalOf(json: unknown): number | undefined {
	const total = valueAt(json, 'meta.total') ?? valueAt(json, 'total');
	return typeof total === 'number' && !Array.isArray(json) ? total : undefined;
}

function isAscending(rows: Row[]): boolean {
	return rows.every(({ id }, index) => index === 0 || Number(id) > Number(rows[index - 1].id));
}

/**
 * A second request, without its first row and two rows further: from the row that it begins with it can be
 * seen whether the filter by id, the offset and the limit count. Lists with relations of unknown form are
 * requested without `expand`. Other lists of which nothing depends on it are not requested again.
 */
export async function probeList(
	asker: Asker,
	{ planned, check, rows }: SampledList,
	refusals: Refusals,
): Promise<void> {
	const { resource, expand, relations, isMain } = planned;
	if (!isMain && !relations.length && !resource.document) return;
	if (resource.unpaged || !rows.length) return;
	const first = Number(rows[0].id);
	const isNewestFirst = rows.length > 1 && Number(rows[1].id) < first;
	const limit = Math.min(secondLimit, Math.max(1, Math.floor((rows.length - 1) / 2)));
	const isTelling = rows.length > 3 && Number.isSafeInteger(first);
	const reply = await askTolerantly(
		asker,
		resource.path,
		{
			expand: relations.length ? [] : expand,
			order: true,
			limit,
			...(isTelling
				? {
						filters: [{ field: 'id', comparator: isNewestFirst ? '<' : '>', value: first }],
						offset: 2,
					}
				: {}),
		},
		refusals,
	);
	if (reply?.status !== 200) return;
	check.refusalStatus ??= reply.refusalStatus;
	const second = rowsOf(reply.json) ?? [];
	noteRelations(check, planned, rows, second);
	check.changing = changingFields(rows, second, [...expand, ...relations]);
	if (!isTelling) return;
	const at = rows.findIndex(({ id }) => id === second[0]?.id);
	const { parameters } = check;
	parameters.idFilter = stateOf('filter', at === 1 || at === 3);
	parameters.offset = stateOf('offset', at === 2 || at === 3);
	if (parameters.limit === 'unknown' && second.length > limit) parameters.limit = 'ignored';
	if (parameters.limit === 'unknown' && second.length === limit && rows.length > limit + 3)
		parameters.limit = 'honoured';
	if (parameters.limit === 'ignored') check.rows.atMost = null;
	check.paging =
		parameters.idFilter === 'honoured' && parameters.order !== 'ignored'
			? 'id'
			: parameters.offset === 'honoured'
				? 'offset'
				: [parameters.idFilter, parameters.offset].includes('unknown')
					? 'unknown'
					: 'none';

	function stateOf(name: 'filter' | 'offset', isHonoured: boolean): ParameterState {
		if (reply?.refused.includes(name)) return 'refused';
		const isSent = name === 'filter' ? reply?.sent.filters?.length : reply?.sent.offset;
		if (!isSent) return refusals.parameters.has(name) ? 'refused' : 'unknown';
		return at < 0 ? 'unknown' : isHonoured ? 'honoured' : 'ignored';
	}
}

/**
 * Counts the rows of a list that may be longer than its first page: by offsets, first at its end, then three times
 * as far, then in the middle; where offsets do not count, it is only found out whether there is another row.
 *
 * @param requests at most so many
 */
export async function countRows(
	asker: Asker,
	{ planned, check, rows }: SampledList,
	refusals: Refusals,
	requests: number,
): Promise<void> {
	const { parameters, paging } = check;
	const byOffset = parameters.offset === 'honoured';
	if (check.status !== 200 || (!byOffset && paging !== 'id')) return;
	const last = Math.max(...rows.map(({ id }) => Number(id)));
	for (let sent = 0; sent < requests; sent++) {
		const { atLeast, atMost } = check.rows;
		if (atMost !== null && atMost - atLeast <= atLeast / 20) return;
		const further = Math.max(rows.length, (atLeast - 1) * 3);
		const at =
			atMost !== null
				? Math.round((atLeast + atMost) / 2)
				: atLeast === rows.length
					? rows.length
					: further;
		const where: Wanted = byOffset
			? { offset: at }
			: { filters: [{ field: 'id', comparator: '>', value: last }] };
		const reply = await askTolerantly(
			asker,
			planned.resource.path,
			{ order: true, limit: 1, ...where },
			refusals,
		);
		const found = reply?.status === 200 ? rowsOf(reply.json)?.length : undefined;
		if (found === undefined) return;
		if (found) check.rows.atLeast = at + 1;
		else check.rows.atMost = at;
		if (!byOffset) return;
	}
}

function describe(
	check: ListCheck,
	{ resource, expand, relations }: PlannedList,
	rows: Row[],
): void {
	const nested = [...expand, ...relations].filter((name) => name !== 'balance');
	for (const row of rows) {
		note(check.fields, row, '');
		for (const name of nested)
			for (const member of Array.isArray(row[name]) ? rowsIn(row[name]) : rowsIn([row[name]]))
				note(check.fields, member, `${name}.`);
	}
	if (!rows.length) return;
	const names = new Set(rows.flatMap((row) => Object.keys(row)));
	for (const name of names) {
		const source = fieldSource(resource.name, name);
		const isColumn = resource.columns.some((column) => column.name.split('.')[0] === name);
		if (source === 'newer') check.newer.push(name);
		if (source === 'none' && !isColumn) check.unknown.push(fieldName(name));
	}
	for (const column of resource.columns) {
		const [field] = column.name.split('.');
		if (column.mayBeAbsent) continue;
		if (!column.read && !names.has(field)) {
			if (!relations.includes(field) && !expand.includes(field)) check.missing.push(field);
		} else if (rows.every((row) => isEmpty(valueOf(column, row)))) check.empty.push(column.name);
	}
	check.missing = [...new Set(check.missing)];
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function note(fields: Record<string, FieldShape>, row: Row, prefix: string): void {
	for (const [key, value] of Object.entries(row)) {
		const name = prefix + fieldName(key);
		const shape = (fields[name] ??= { filled: 0, types: [] });
		const type = typeOf(value);
		if (!shape.types.includes(type)) shape.types.push(type);
		const isHollow = type === 'null' || type === 'empty' || (Array.isArray(value) && !value.length);
		if (!isHollow) shape.filled++;
	}
}

/** In which form related objects come: the second request did not ask for them. */
function noteRelations(
	check: ListCheck,
	{ relations }: PlannedList,
	asked: Row[],
	unasked: Row[],
): void {
	const has = (rows: Row[], name: string) => rows.some((row) => name in row);
	const form = (name: string): RelationForm => {
		if (has(unasked, name)) return 'nested';
		if (has(asked, name)) return 'expand';
		const isContact = name === 'contact' || name === 'customer';
		const ids = [
			`${name}_id`,
			...(isContact ? ['contact_organization_id', 'contact_person_id'] : []),
		];
		return ids.some((id) => has(asked, id)) ? 'ids' : 'absent';
	};
	for (const name of unasked.length ? relations : []) check.relations[name] = form(name);
}

/** Objects whose members a company names itself: the file of the check contains no such names. */
const customFields = ['columns', 'metadata'];

/** Fields of the same rows that differ between two requests though nobody changed the rows. */
function changingFields(before: Row[], after: Row[], related: string[]): string[] {
	const changing = new Set<string>();
	const byId = new Map(before.map((row) => [row.id, row]));
	for (const row of after) {
		const earlier = byId.get(row.id);
		if (!earlier || earlier.updated_at !== row.updated_at) continue;
		for (const [name, value] of Object.entries(row)) {
			if (!(name in earlier) || isSame(value, earlier[name])) continue;
			const within = customFields.includes(name) ? [] : differingMembers(value, earlier[name]);
			if (related.includes(name) && !within.length) continue;
			for (const member of within.length ? within : ['']) changing.add(name + member);
		}
	}
	return [...changing].map((name) => name.split('.').map(fieldName).join('.'));
}

function differingMembers(one: unknown, other: unknown): string[] {
	if (
		![one, other].every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
	)
		return [];
	return Object.entries(one as Row)
		.filter(([name, value]) => name in (other as Row) && !isSame(value, (other as Row)[name]))
		.map(([name]) => `.${name}`);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
