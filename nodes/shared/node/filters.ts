import { DateTime } from 'luxon';
import { type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';

import type { Filter } from '../api/list';
import { startOfDay } from '../data/dates';
import type { RowQuery } from '../data/query';
import type { Resource } from '../resource';

const searchFilter: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. Dupont',
	description: 'Text to look for, as in the search field of Sinao',
};

const idsFilter: INodeProperties = {
	displayName: 'IDs',
	name: 'ids',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1234, 1235',
	description: 'Only the entries with these Sinao IDs, separated by commas',
};

/** A period by name or by dates. */
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
		description: "The document's date, in the time zone of the options",
	},
	{
		displayName: 'From Date',
		name: 'fromDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'First day of the period',
	},
	{
		displayName: 'To Date',
		name: 'toDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'Last day of the period',
	},
	{
		displayName: 'Fiscal Year Begins In',
		name: 'fiscalYearMonth',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 12 },
		default: 1,
		displayOptions: { show: { period: ['lastFiscalYear', 'thisFiscalYear'] } },
		description: 'Month in which the fiscal year (exercice comptable) of the company begins, from 1 to 12',
	},
];

/** The fields under 'Filters', as Sinao's own pages offer them for the resource. */
export function filterProperties(resource: Resource): INodeProperties[] {
	if (resource.unpaged) return [];
	const contact = resource.contactField === 'supplier.id' ? 'Supplier' : 'Customer';
	const options: INodeProperties[] = [idsFilter, searchFilter];
	if (resource.dateField) options.push(...periodProperties);
	if (resource.statuses.length) {
		options.push({
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: resource.statuses,
			default: [],
			description: 'Only entries in one of these states',
		});
	}
	if (resource.contactField) {
		options.push({
			displayName: `${contact} ID`,
			name: 'contactId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234',
			description: `Only documents of the ${contact.toLowerCase()} with this Sinao ID`,
		});
	}
	if (resource.columns.some(({ name }) => name === 'tags')) {
		options.push({
			displayName: 'Tag',
			name: 'tag',
			type: 'string',
			default: '',
			placeholder: 'e.g. chantier',
			description: 'Only entries that carry this tag',
		});
	}
	return [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			description: 'Without a filter, everything is taken',
			options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
		},
	];
}

interface PeriodValues {
	period?: string;
	fromDate?: string;
	toDate?: string;
	fiscalYearMonth?: number;
}

interface FilterValues extends PeriodValues {
	search?: string;
	ids?: string | number;
	status?: string[];
	contactId?: string | number;
	tag?: string;
}

/**
 * The query that the user's filters stand for.
 *
 * @throws NodeOperationError where a date is none
 */
export function readQuery(context: IExecuteFunctions, itemIndex: number, resource: Resource, timeZone: string): RowQuery {
	const values = context.getNodeParameter('filters', itemIndex, {}) as FilterValues;
	const filters: Filter[] = [];
	if (resource.dateField && values.period) {
		const [from, to] = readPeriod(context, itemIndex, values, timeZone);
		if (from) filters.push({ field: resource.dateField, comparator: '>=', value: from });
		if (to) filters.push({ field: resource.dateField, comparator: '<', value: to });
	}
	const ids = listOf(values.ids);
	if (ids.length) filters.push({ field: 'id', comparator: 'IN', value: ids.join(',') });
	if (values.status?.length) filters.push({ field: 'status', comparator: 'IN', value: values.status.join(',') });
	if (resource.contactField && values.contactId) filters.push({ field: resource.contactField, comparator: '=', value: values.contactId });
	if (values.tag) filters.push({ field: 'tags', comparator: 'LIKE', value: `%${values.tag}%` });
	return { filters, search: values.search || undefined };
}

/**
 * The UTC times between which a period lies: when its first day begins, and when its last day is over.
 *
 * @throws NodeOperationError where a date is none
 */
export function readPeriod(context: IExecuteFunctions, itemIndex: number, values: PeriodValues, timeZone: string): Array<string | undefined> {
	return periodOf(values, DateTime.now().setZone(timeZone)).map((date) => {
		const time = date ? startOfDay(date, timeZone) : undefined;
		if (date && !time) throw new NodeOperationError(context.getNode(), `'${date}' is not a date`, { itemIndex, description: "Check 'From Date' and 'To Date'." });
		return time;
	});
}

/** IDs that a user typed, separated by commas. */
export function listOf(ids: string | number | undefined): string[] {
	return String(ids ?? '').split(',').map((id) => id.trim()).filter(Boolean);
}

/** First day of a period, and the day after its last. */
export function periodOf(values: PeriodValues, now: DateTime): [string?, string?] {
	const { period = 'custom', fromDate, toDate, fiscalYearMonth = 1 } = values;
	if (period === 'custom') {
		const end = toDate ? DateTime.fromISO(toDate.slice(0, 10)).plus({ days: 1 }).toISODate() ?? toDate : undefined;
		return [fromDate || undefined, end];
	}
	const back = period.startsWith('last') ? 1 : 0;
	if (period.endsWith('FiscalYear')) {
		const year = now.month >= fiscalYearMonth ? now.year : now.year - 1;
		const begin = DateTime.fromObject({ year: year - back, month: fiscalYearMonth });
		return [begin.toISODate() as string, begin.plus({ years: 1 }).toISODate() as string];
	}
	const unit = period.replace(/^(?:last|this)/, '').toLowerCase() as 'month' | 'quarter' | 'year';
	const begin = now.startOf(unit).minus({ [unit]: back });
	return [begin.toISODate() as string, begin.plus({ [unit]: 1 }).toISODate() as string];
}
