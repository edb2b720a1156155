import { DateTime } from 'luxon';
import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../failure';
import type { Resource } from '../resource';
import type { Filter } from '../sinao/list';
import type { RowQuery } from '../sinao/rows';
import { withArticle } from '../values/english';
import { dayAfter, dayIn, daysOf, startOfDay } from '../values/units';

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

/** A named period or dates. */
export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: "From 'From Date' to 'To Date'" },
			{ name: 'Last Fiscal Year', value: 'lastFiscalYear' },
			{ name: 'Last Month', value: 'lastMonth' },
			{ name: 'Last Quarter', value: 'lastQuarter' },
			{ name: 'Last Year', value: 'lastYear' },
			{ name: 'This Fiscal Year', value: 'thisFiscalYear' },
			{ name: 'This Month', value: 'thisMonth' },
			{ name: 'This Quarter', value: 'thisQuarter' },
			{ name: 'This Year', value: 'thisYear' },
		],
		default: 'lastMonth',
		description: 'Filter by document date',
	},
	{
		displayName: 'From Date',
		name: 'fromDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'First day, inclusive',
	},
	{
		displayName: 'To Date',
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
		description: "First month of the company's fiscal year (exercice comptable), 1–12",
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
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234' },
		],
	};
}

/** The collection 'Filters', with the same filters as Sinao's website. */
export function filterProperties(resource: Resource): INodeProperties[] {
	if (resource.unpaged) return [];
	const options: INodeProperties[] = [
		idsFilter,
		searchFilter,
		...(resource.dateField ? dateFilters : []),
		...(resource.statuses.length ? [statusFilter(resource)] : []),
		...(resource.contactField ? [contactFilter(resource)] : []),
		...(resource.tagged ? [tagFilter] : []),
	];
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

interface PeriodValues {
	/** `custom` and undefined mean only the dates. */
	period?: string;
	fromDate?: string;
	toDate?: string;
	fiscalYearMonth?: number;
}

interface FilterValues extends PeriodValues {
	search?: string;
	ids?: string | number;
	status?: string[];
	contact?: { value: string | number } | string | number;
	tag?: string;
}

/**
 * Reads the query from 'Filters'. A row must match all of them.
 *
 * @throws SinaoFailure if a date is invalid
 */
export function readQuery(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
	timeZone: string,
): RowQuery {
	const values = context.getNodeParameter('filters', itemIndex, {}) as FilterValues;
	const filters: Filter[] = [];
	if (resource.dateField) {
		const [from, to] = readPeriod(values, timeZone);
		if (from) filters.push({ field: resource.dateField, comparator: '>=', value: from });
		if (to) filters.push({ field: resource.dateField, comparator: '<', value: to });
	}
	const ids = listOf(values.ids);
	if (ids.length) filters.push({ field: 'id', comparator: 'IN', value: ids.join(',') });
	if (values.status?.length)
		filters.push({ field: 'status', comparator: 'IN', value: values.status.join(',') });
	const contact = typeof values.contact === 'object' ? values.contact.value : values.contact;
	if (resource.contactField && contact)
		filters.push({ field: resource.contactField, comparator: '=', value: contact });
	return {
		filters,
		search: values.search || undefined,
		tag: resource.tagged ? values.tag || undefined : undefined,
	};
}

/**
 * The UTC times between which a period lies: the start of its first day, and the end of its last day.
 *
 * @throws SinaoFailure if a date is invalid
 */
export function readPeriod(values: PeriodValues, timeZone: string): Array<string | undefined> {
	const { period = 'custom', fiscalYearMonth = 1 } = values;
	const from = readDay(values.fromDate, 'From Date', timeZone);
	const to = readDay(values.toDate, 'To Date', timeZone);
	const end = to && dayAfter(to);
	const startOf = (day?: string) => day && startOfDay(day, timeZone);
	if (period === 'custom') return [startOf(from), startOf(end)];
	const [firstDay, endDay] = daysOf(period, DateTime.now().setZone(timeZone), fiscalYearMonth);
	return [
		startOf(from && from > firstDay ? from : firstDay),
		startOf(end && end < endDay ? end : endDay),
	];
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
export function listOf(ids: string | number | undefined): string[] {
	return String(ids ?? '')
		.split(/[\s,;]+/)
		.filter(Boolean);
}
