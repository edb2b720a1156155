import type { INodeProperties } from 'n8n-workflow';

import { type Failure, finalFailure, SinaoFailure } from '../shared/failure';
import type { OperationContext } from '../shared/operations/operation';
import {
	listOf,
	periodProperties,
	readOptionalParameter,
	readPeriod,
} from '../shared/parameters/filters';
import { shownFor } from '../shared/parameters/properties';
import type { Row } from '../shared/resource';
import { collectById, everyRow, readRows } from '../shared/sinao/rows';
import { localDate } from '../shared/values/units';
import { firstDay, lastDay, type Stretch, uncovered } from './periods';

/** The parameters that select exports. */
export const exportChoiceProperties: INodeProperties[] = [
	{
		displayName: 'Select By',
		name: 'choose',
		type: 'options',
		options: [
			{ name: 'Export IDs', value: 'ids', description: 'Exports with these Sinao IDs' },
			{ name: 'Period', value: 'dates', description: 'All exports that overlap the period' },
			{
				name: 'Since Last Download',
				value: 'sinceLast',
				description:
					'Only what has not been downloaded yet. Sinao tracks this per account, so each export is returned only once.',
			},
		],
		default: 'dates',
		description: 'Which exports to download',
	},
	...periodProperties.map((property) => ({
		...shownFor(property, { choose: ['dates'] }),
		...(property.name === 'period' ? { description: 'Accounting period' } : {}),
	})),
	{
		displayName: 'Export IDs',
		name: 'exportIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 4, 5',
		displayOptions: { show: { choose: ['ids'] } },
		description: 'Comma-separated list of export IDs',
	},
];

/** Which exports are selected. */
export interface ExportChoice {
	/**
	 * The selected ones of all exports.
	 *
	 * @throws SinaoFailure if an ID is unknown
	 */
	select: (exports: Row[]) => Row[];
	/** The selected days up to today that no export covers; empty if no period is selected. */
	uncovered: (exports: Row[]) => Stretch[];
}

/**
 * Which exports are selected; undefined for 'Since Last Download', which only Sinao knows.
 *
 * @throws SinaoFailure if a date is invalid or no ID is entered
 */
export function chooseExports(
	{ context, itemIndex }: OperationContext,
	timeZone: string,
): ExportChoice | undefined {
	const choice = context.getNodeParameter('choose', itemIndex) as string;
	if (choice === 'sinceLast') return undefined;
	if (choice === 'ids') {
		const ids = listOf(context.getNodeParameter('exportIds', itemIndex));
		if (!ids.length) throw new SinaoFailure(notFound('No accounting export selected'));
		return { select: (exports) => withIds(exports, ids), uncovered: () => [] };
	}
	const read = (name: string, displayName: string) =>
		readOptionalParameter(context, itemIndex, name, displayName);
	const month = read('fiscalYearMonth', 'Fiscal Year Begins In');
	const values = {
		period: read('period', 'Period'),
		fromDate: read('fromDate', 'Date From'),
		toDate: read('toDate', 'Date To'),
		fiscalYearMonth: month === '' ? undefined : month,
	};
	const [from, end] = readPeriod(values, timeZone).map((time) => localDate(time, timeZone));
	const touches = (row: Row) =>
		(end === undefined || firstDay(row) < end) &&
		(from === undefined || !lastDay(row) || lastDay(row) >= from);
	const today = localDate(new Date().toISOString(), timeZone) as string;
	return {
		select: (exports) => exports.filter(touches),
		uncovered: (exports) => uncovered(exports, from, end && end > today ? today : end),
	};
}

/** All exports of the company. */
export async function readExports({ connection, resource }: OperationContext): Promise<Row[]> {
	return await collectById(readRows(connection, resource, everyRow));
}

function withIds(exports: Row[], ids: string[]): Row[] {
	const selected = exports.filter(({ id }) => ids.includes(String(id)));
	const unknown = ids.filter((id) => !selected.some((row) => String(row.id) === id));
	if (!unknown.length) return selected;
	throw new SinaoFailure(notFound(`Accounting exports not found: ${unknown.join(', ')}`));
}

function notFound(message: string): Failure {
	return finalFailure({
		reason: 'notFound',
		message,
		description: "Check 'Export IDs'. 'Get Many Accounting Exports' lists them.",
	});
}
