import { DateTime } from 'luxon';
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import type { Filter } from '../api/list';
import { hasZone, startOfDay } from '../data/dates';
import { dayAfter, daysOf } from '../data/period';
import type { RowQuery } from '../data/query';
import type { Resource } from '../resource';

interface PeriodValues {
	/** `custom` and none are the same: the dates alone. */
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
 * The query that the user's filters stand for. A row must pass all of them.
 *
 * @throws NodeOperationError where a date is none
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
		const [from, to] = readPeriod(context, itemIndex, values, timeZone);
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
 * The UTC times between which a period lies: when its first day begins, and when its last day is over.
 *
 * @throws NodeOperationError where a date is none
 */
export function readPeriod(
	context: IExecuteFunctions,
	itemIndex: number,
	values: PeriodValues,
	timeZone: string,
): Array<string | undefined> {
	return boundsOf(values, DateTime.now().setZone(timeZone)).map((date) => {
		const time = date ? startOfDay(date, timeZone) : undefined;
		if (date && !time)
			throw new NodeOperationError(context.getNode(), `'${date}' is not a date`, {
				itemIndex,
				description: "Check 'From Date' and 'To Date'.",
			});
		return time;
	});
}

/** First day, and the day after the last, of what lies in the period and between the dates. */
function boundsOf(
	{ period = 'custom', fromDate, toDate, fiscalYearMonth = 1 }: PeriodValues,
	now: DateTime,
): [string?, string?] {
	const from = dayIn(fromDate, now);
	const to = dayIn(toDate, now);
	const end = to && dayAfter(to);
	if (period === 'custom') return [from, end];
	const [firstDay, endDay] = daysOf(period, now, fiscalYearMonth);
	return [from && from > firstDay ? from : firstDay, end && end < endDay ? end : endDay];
}

/** The day of a date or time, which may come from an expression, in the time zone of `now`; what is none stays as it is. */
function dayIn(value: unknown, now: DateTime): string | undefined {
	const text = String(value ?? '');
	return (
		(hasZone(text) && DateTime.fromISO(text).setZone(now.zone).toISODate()) || text || undefined
	);
}

/** IDs that a user typed, separated by commas, semicolons or spaces. */
export function listOf(ids: string | number | undefined): string[] {
	return String(ids ?? '')
		.split(/[\s,;]+/)
		.filter(Boolean);
}
