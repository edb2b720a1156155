import { readRow } from '../data/lazyRow';
import { randomFor } from '../data/random';
import { ROW_MAKERS } from '../data/rowMakers';
import type { ListName } from '../data/world';
import type { Answer, Row } from '../types';
import type { Variants } from '../variants';
import { makePdf } from '../documents/pdf';
import { isExpanded } from '../forms/relations';
import { servedRow, type Reading } from '../forms/rows';
import { file, json, refuse } from './answers';
import { faultOf, type Context } from './context';
import { type Filter, readFilters } from './filters';
import { partsOf, textOf, valuesOf } from './query';
import { type Order, select, type Selected } from './selection';

const MISREADINGS = { all: undefined, first: 'first', oneText: 'one' } as const;

const WITHOUT_OFFSET: readonly ListName[] = ['persons', 'organizations', 'relationships'];

function integer(
	context: Context,
	name: 'limit' | 'offset',
	fallback: number,
	least: number,
	most: number,
): number {
	const text = textOf(context.query[name]);
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (!Number.isInteger(value))
		refuse(422, 'The given data was invalid.', { [name]: [`The ${name} must be an integer.`] });
	if (value < least)
		refuse(422, 'The given data was invalid.', {
			[name]: [`The ${name} must be at least ${least}.`],
		});
	if (value > most)
		refuse(422, 'The given data was invalid.', {
			[name]: [`The ${name} may not be greater than ${most}.`],
		});
	return value;
}

function limitOf(context: Context): number {
	const refused = faultOf(context, 'refuseLimit');
	const limit = integer(context, 'limit', 10, 1, Math.min(10_000, refused?.over ?? Infinity));
	const capped = Math.min(limit, faultOf(context, 'capLimit')?.to ?? Infinity);
	return faultOf(context, 'ownLimit')?.rows ?? capped;
}

function orderOf(context: Context): Order[] {
	const asked = faultOf(context, 'ignoreOrder')
		? []
		: partsOf(context.query.order).map((part): Order => {
				const direction = (textOf(part.direction) ?? 'asc').toLowerCase();
				if (direction !== 'asc' && direction !== 'desc')
					refuse(422, 'The given data was invalid.', {
						order: ['The selected direction is invalid.'],
					});
				return { name: textOf(part.name) ?? 'id', direction };
			});
	return asked.length > 0
		? asked
		: [{ name: 'id', direction: context.variants.defaultOrder === 'ascending' ? 'asc' : 'desc' }];
}

function shuffled(rows: Row[], context: Context): Row[] {
	const random = randomFor(context.seed, `shuffle ${context.path}`);
	return rows
		.map((row) => ({ row, key: random.next() }))
		.sort((one, other) => one.key - other.key)
		.map(({ row }) => row);
}

/** Rows in the shape in which the service gives lists. */
export function wrap(rows: Row[], total: number | undefined, variants: Variants): unknown {
	switch (variants.envelope) {
		case 'array':
			return rows;
		case 'numericKeys':
			return Object.fromEntries(rows.entries());
		case 'total':
			return { data: rows, total };
		case 'metaTotal':
			return { data: rows, meta: { total } };
		default:
			return { data: rows };
	}
}

function selected(context: Context, list: ListName, needsRelated: boolean): Selected {
	const canSkip = context.variants.contactsOffset || !WITHOUT_OFFSET.includes(list);
	const offset = integer(context, 'offset', 0, 0, Infinity);
	const ignored = faultOf(context, 'ignoreFilter');
	const misread = faultOf(context, 'misreadIn')?.as ?? MISREADINGS[context.variants.inFilter];
	const understood = ({ comparator, values, ...filter }: Filter): Filter => ({
		...filter,
		comparator,
		values:
			misread && comparator === 'IN'
				? [misread === 'first' ? values[0] : values.join(',')]
				: values,
		datesAsText: context.variants.dateFilters === 'text',
	});
	const shuffle = faultOf(context, 'shuffle');
	const selection = {
		filters: readFilters(context.query)
			.filter(({ name }) => !ignored || name !== (ignored.name ?? 'id'))
			.map(understood),
		search: faultOf(context, 'ignoreSearch') ? undefined : textOf(context.query.search),
		order: orderOf(context),
		offset: canSkip && !faultOf(context, 'ignoreOffset') ? offset : 0,
		limit: limitOf(context),
		needsRelated,
		countAll: context.variants.envelope === 'total' || context.variants.envelope === 'metaTotal',
	};
	const table = context.company.table(list);
	if (shuffle?.within !== 'list') {
		const page = select(table, selection);
		return shuffle ? { ...page, rows: shuffled(page.rows, context) } : page;
	}
	const all = shuffled(select(table, { ...selection, offset: 0, limit: Infinity }).rows, context);
	return {
		rows: all.slice(selection.offset, selection.offset + selection.limit),
		total: all.length,
	};
}

/** The row before the page, newer than when it was first seen (faults.md, row 29). */
function repeated(context: Context, list: ListName, first: Row): Row[] {
	const fault = faultOf(context, 'repeatRow');
	const index = context.company.table(list).byId();
	const before = fault && index[index.findIndex(({ id }) => id === first.id) - 1];
	return before ? [{ ...readRow(before, true), ...fault.changes }] : [];
}

/** A deleted row, where it still answers. */
function trashed(
	{ company, query, variants }: Context,
	list: ListName,
	id: number,
): Row | undefined {
	const isAsked = ['1', 'true'].includes(textOf(query.with_trashed) ?? '');
	return variants.deletion === 'soft' || (variants.deletion === 'softWithTrashed' && isAsked)
		? company.findDeleted(list, id)
		: undefined;
}

function readingOf({ company, variants, query, reading }: Context, list: ListName): Reading {
	const { world } = company;
	return { world, variants, list, expanded: valuesOf(query.expand), reading };
}

/** The PDF of what Sinao billed. */
export function subscriptionPdf({ number }: Row): Buffer {
	return makePdf({ title: `Facture Sinao ${String(number)}`, lines: [], bytes: 0 });
}

/** How often the links of a company were read. */
const readings = new WeakMap<object, number>();

/** A link that expires is good from the third reading on: the first is for the rows, the second for the links. */
const fresh = 3;

/** What Sinao billed has the address of its PDF, signed where it is on another host. */
function offered(row: Row, context: Context): Row {
	if (typeof row.pdf_url !== 'string') return row;
	const { variants, company, path } = context;
	const { pdf_url: _, ...rest } = row;
	const pdf = file(subscriptionPdf(row), 'application/pdf', `${String(row.number)}.pdf`);
	const page = file(Buffer.from('<html><p>Facture</p></html>'), 'text/html', 'facture.html');
	switch (variants.subscriptionPdf) {
		case 'none':
			return rest;
		case 'page':
			return { ...rest, url: context.offer(page) };
		case 'ownHost':
			return { ...row, pdf_url: `/v1${path}/${row.id}/pdf` };
		case 'expired':
			return { ...row, pdf_url: context.offer(pdf, true) };
		case 'expiring':
			return { ...row, pdf_url: context.offer(pdf, (readings.get(company) ?? 0) < fresh) };
		default:
			return { ...row, pdf_url: context.offer(pdf) };
	}
}

/** `GET /apps/{appId}/<list>` (sinao-api.md, Lists). */
export function answerList(context: Context, list: ListName): Answer {
	const { related } = ROW_MAKERS[list];
	const expanded = valuesOf(context.query.expand);
	if (list === 'subscription/invoices')
		readings.set(context.company, (readings.get(context.company) ?? 0) + 1);
	const names = [...partsOf(context.query.filters), ...partsOf(context.query.order)].map(
		({ name }) => String(name).split('.')[0],
	);
	const needsRelated =
		Boolean(context.query.search) || names.some((name) => related.includes(name));
	const wrong = faultOf(context, 'wrongTotal');
	const variants = wrong ? { ...context.variants, envelope: 'total' as const } : context.variants;
	const { rows, total } = selected({ ...context, variants }, list, needsRelated);
	const showsRelated = related.some((name) => isExpanded(name, expanded));
	const read = rows.map((row) => readRow(row, showsRelated));
	const twice = list === 'exports' && context.variants.exportsRepeat ? read.slice(0, 1) : [];
	const page = read.length > 0 ? [...repeated(context, list, read[0]), ...read, ...twice] : read;
	const shown = faultOf(context, 'emptyPage')
		? []
		: page.map((row) => offered(servedRow(row, readingOf(context, list)), context));
	return json(
		wrap(shown, total === undefined ? undefined : total + (wrong?.difference ?? 0), variants),
	);
}

/** `GET /apps/{appId}/<list>/{id}`. */
export function answerRow(context: Context, list: ListName, id: number): Answer {
	const row = context.company.find(list, id) ?? trashed(context, list, id);
	if (!row) return refuse(404, `No query results for model [${list}] ${id}`);
	const shown = offered(servedRow(readRow(row, true), readingOf(context, list)), context);
	return json(context.variants.single === 'data' ? { data: shown } : shown);
}
