import { DateTime } from 'luxon';
import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../failure';
import type { Resource } from '../resource';
import type { Filter } from '../sinao/fetchPage';
import type { RowQuery } from '../sinao/rows';
import { withArticle } from '../values/english';
import type { Party } from '../values/fields';
import { dayAfter, dayIn, daysOf, localDate, startOfDay } from '../values/units';

const searchFilter: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. Dupont',
	description: "Text to search for, as in Sinao's search box",
};

const idsFilter: INodeProperties = {
	displayName: 'IDs',
	name: 'ids',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1234, 1235',
	description: 'Comma-separated list of Sinao IDs',
};

/** Named periods. */
const periods = [
	{ name: 'Custom', value: 'custom', description: "From 'Date From' to 'Date To'" },
	{ name: 'Last Fiscal Year', value: 'lastFiscalYear' },
	{ name: 'Last Month', value: 'lastMonth' },
	{ name: 'Last Quarter', value: 'lastQuarter' },
	{ name: 'Last Year', value: 'lastYear' },
	{ name: 'This Fiscal Year', value: 'thisFiscalYear' },
	{ name: 'This Month', value: 'thisMonth' },
	{ name: 'This Quarter', value: 'thisQuarter' },
	{ name: 'This Year', value: 'thisYear' },
];

/** A named period or dates. */
export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: periods,
		default: 'lastMonth',
		description: 'Filter by document date',
	},
	{
		displayName: 'Date From',
		name: 'fromDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'First day, inclusive',
	},
	{
		displayName: 'Date To',
		name: 'toDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'Last day, inclusive',
	},
	{
		displayName: 'Fiscal Year Begins In',
		name: 'fiscalYearMonth',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 12 },
		default: 1,
		displayOptions: { show: { period: ['lastFiscalYear', 'thisFiscalYear'] } },
		description: "First month of the company's fiscal year (exercice comptable), 1 to 12",
	},
];

/** In the collection 'Filters', the dates do not depend on a period. */
const dateFilters = periodProperties.map((property): INodeProperties => {
	if (property.name === 'period')
		return { ...property, options: property.options?.filter(({ name }) => name !== 'Custom') };
	return property.name.endsWith('Date') ? { ...property, displayOptions: undefined } : property;
});

const tagFilter: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'string',
	default: '',
	placeholder: 'e.g. chantier',
	description: 'Only records with this tag (étiquette)',
};

function statusFilter({ statuses }: Resource): INodeProperties {
	return {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: statuses,
		default: [],
		description: 'Only records with one of these statuses',
	};
}

function contactFilter({ contactField }: Resource): INodeProperties {
	const contact = contactField === 'supplier.id' ? 'Supplier' : 'Customer';
	return {
		displayName: contact,
		name: 'contact',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: `Only documents of this ${contact.toLowerCase()}`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${withArticle(contact.toLowerCase())}…`,
				typeOptions: { searchListMethod: 'searchContacts', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. organization:1234',
				hint: "An ID alone can mean an organization and an individual. Put 'organization:' or 'person:' before it to choose one.",
			},
		],
	};
}

function filtersOf(resource: Resource): INodeProperties[] {
	return [
		idsFilter,
		searchFilter,
		...(resource.dateField ? dateFilters : []),
		...(resource.statuses.length ? [statusFilter(resource)] : []),
		...(resource.contactField ? [contactFilter(resource)] : []),
		...(resource.tagged ? [tagFilter] : []),
	];
}

/** The collection 'Filters', with the same filters as Sinao's website. */
export function filterProperties(resource: Resource): INodeProperties[] {
	if (resource.unpaged) return [];
	const options = filtersOf(resource);
	return [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			description: 'If no filter is set, everything is included',
			options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
		},
	];
}

/** Adds a hint if filters are set; for when no record matched. */
export function hintIfNoMatch(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: (message: string) => void,
	records: string,
): void {
	const filters = context.getNodeParameter('filters', itemIndex, {}) as object;
	if (Object.keys(filters).length) hint(`No ${records} match the filters.`);
}

interface PeriodValues {
	/** `custom` and undefined mean only the dates. */
	period?: unknown;
	fromDate?: unknown;
	toDate?: unknown;
	fiscalYearMonth?: unknown;
}

interface FilterValues extends PeriodValues {
	search?: unknown;
	ids?: unknown;
	status?: unknown;
	contact?: unknown;
	tag?: unknown;
}

/**
 * Reads the query from 'Filters'. A row must match all of them.
 *
 * @throws SinaoFailure if a filter was added but is empty or invalid
 */
export function readQuery(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
	timeZone: string,
): RowQuery {
	const values = readAddedFilters(context, itemIndex, resource);
	const filters: Filter[] = [];
	if (resource.dateField) {
		const [from, to] = readPeriod(values, timeZone);
		const field = resource.dateField;
		const add = (comparator: '>=' | '<', value: string) =>
			filters.push({ field, comparator, value, day: localDate(value, timeZone) });
		if (from) add('>=', from);
		if (to) add('<', to);
	}
	const ids = listOf(values.ids);
	if (ids.length) filters.push({ field: 'id', comparator: 'IN', value: ids.join(',') });
	const statuses = listOf(values.status);
	if (statuses.length)
		filters.push({ field: 'status', comparator: 'IN', value: statuses.join(',') });
	const contact = resource.contactField ? readParty(textOf(values.contact)) : undefined;
	if (resource.contactField && contact)
		filters.push({ field: resource.contactField, comparator: '=', value: contact.id });
	return {
		filters,
		contact,
		search: textOf(values.search) || undefined,
		tag: (resource.tagged && textOf(values.tag)) || undefined,
	};
}

/** A customer or supplier: `person:12` or `organization:12` from the list, or an ID alone, which both kinds may have. */
function readParty(value: string): Party | undefined {
	const [, kind, id] = /^(?:(organization|person):)?(.+)$/.exec(value) ?? [];
	return id ? { id: id.trim(), kind: kind as Party['kind'] } : undefined;
}

/**
 * The values under 'Filters'. A filter that was added but is empty when it runs is an error, because without it every
 * record would match (docs/reliability.md, fault 77).
 */
function readAddedFilters(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
): FilterValues {
	const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
	const written = context.getNode().parameters.filters;
	const values = { ...given };
	const added = new Set([
		...Object.keys(values),
		// n8n may leave out what an expression makes undefined.
		...(typeof written === 'object' && written !== null ? Object.keys(written) : []),
	]);
	for (const name of added) {
		if (textOf(values[name])) continue;
		const filter = filtersOf(resource).find((each) => each.name === name);
		if (filter) throw emptyParameter(filter.displayName);
	}
	return values;
}

/** The text of a parameter, of the value of a resource locator, or of a list; empty if it contains nothing but separators. */
function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(',');
	if (isLocator(value)) return textOf(value.value);
	const text = String(value).trim();
	return /^[\s,;]*$/.test(text) ? '' : text;
}

function isLocator(value: unknown): value is { value: unknown } {
	return typeof value === 'object' && value !== null && 'value' in value;
}

function emptyParameter(displayName: string): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `'${displayName}' is empty`,
			description: `Nothing was requested, because an empty value would not limit the result. Enter a value, check its expression, or remove '${displayName}'.`,
		}),
	);
}

/**
 * A parameter that may be left empty, but is an error if its expression has no value.
 *
 * @throws SinaoFailure if an expression returns nothing
 */
export function readOptionalParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	displayName: string,
): unknown {
	const read = () => context.getNodeParameter(name, itemIndex, '');
	return readOptional(context, read, name, displayName);
}

/** Like `readOptionalParameter`, for hooks, which read parameters without an item. */
export function readOptional(
	context: Pick<IExecuteFunctions, 'getNode'>,
	read: () => unknown,
	name: string,
	displayName: string,
): unknown {
	const given = read();
	const value = isLocator(given) ? given.value : given;
	const isExpression = textOf(context.getNode().parameters[name]).startsWith('=');
	if (isExpression && !textOf(value)) throw emptyParameter(displayName);
	return value;
}

/**
 * The UTC times between which a period lies: the start of its first day, and the end of its last day. With a period
 * and dates, only what is in both.
 *
 * @throws SinaoFailure if a date or the month is invalid
 */
export function readPeriod(values: PeriodValues, timeZone: string): Array<string | undefined> {
	const period = textOf(values.period) || 'custom';
	const from = readDay(values.fromDate, 'Date From', timeZone);
	const to = readDay(values.toDate, 'Date To', timeZone);
	const end = to && dayAfter(to);
	const startOf = (day?: string) => day && startOfDay(day, timeZone);
	const month = readMonth(values.fiscalYearMonth ?? 1);
	if (period === 'custom') return [startOf(from), startOf(end)];
	if (!periods.some(({ value }) => value === period))
		throw invalidValue(period, 'Period', 'Choose one of its options.');
	const [firstDay, endDay] = daysOf(period, DateTime.now().setZone(timeZone), month);
	return [
		startOf(from && from > firstDay ? from : firstDay),
		startOf(end && end < endDay ? end : endDay),
	];
}

/** Month of the year, 1 to 12, as a number or as its text. */
function readMonth(value: unknown): number {
	const month = /^\s*\d+\s*$/.test(String(value)) ? Number(value) : NaN;
	if (month >= 1 && month <= 12) return month;
	throw invalidValue(value, 'Fiscal Year Begins In', 'Enter a month from 1 to 12.');
}

function invalidValue(value: unknown, displayName: string, advice: string): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Invalid value for '${displayName}': '${String(value)}'`,
			description: advice,
		}),
	);
}

/**
 * The calendar day, `yyyy-mm-dd`, that a date parameter names in a time zone; undefined if it is empty.
 *
 * @param displayName of the parameter
 * @throws SinaoFailure if it is not a date
 */
export function readDay(value: unknown, displayName: string, timeZone: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const day = dayIn(value, timeZone);
	if (day) return day;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Invalid date: '${String(value)}'`,
			description: `Check '${displayName}'.`,
		}),
	);
}

/** Splits IDs separated by commas, semicolons or spaces. */
export function listOf(ids: unknown): string[] {
	return textOf(ids)
		.split(/[\s,;]+/)
		.filter(Boolean);
}
