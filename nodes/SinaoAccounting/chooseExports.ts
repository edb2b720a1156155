import type { INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../shared/failure';
import type { OperationContext } from '../shared/operations/operation';
import { listOf, periodProperties, readPeriod } from '../shared/parameters/filters';
import { shownFor } from '../shared/parameters/properties';
import type { Row } from '../shared/resource';
import { collectById, everyRow, readRows, type RowQuery } from '../shared/sinao/rows';
import { localDate } from '../shared/values/units';
import { firstDay, lastDay, type Stretch, uncovered } from './periods';

/** The fields by which a user says which exports. */
export const exportChoiceProperties: INodeProperties[] = [
	{
		displayName: 'Choose By',
		name: 'choose',
		type: 'options',
		options: [
			{ name: 'Dates', value: 'dates', description: 'Every export whose period touches the dates' },
			{ name: 'Export IDs', value: 'ids', description: 'Exports by their Sinao IDs' },
			{
				name: 'Since Last Download',
				value: 'sinceLast',
				description:
					'What nobody has downloaded yet. Sinao remembers this download for everybody who uses the account, so the same choice gives it only once.',
			},
		],
		default: 'dates',
		description: 'Which exports to download',
	},
	...periodProperties.map((property) => ({
		...shownFor(property, { choose: ['dates'] }),
		...(property.name === 'period'
			? { description: 'The period of the accounting, in the time zone of the options' }
			: {}),
	})),
	{
		displayName: 'Export IDs',
		name: 'exportIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 4, 5',
		displayOptions: { show: { choose: ['ids'] } },
		description: 'Sinao IDs of the exports, separated by commas',
	},
];

/** The exports that the user chose. */
export interface ChosenExports {
	read: () => Promise<Row[]>;
	/** What of the chosen days up to today no export covers; where no days are chosen, nothing. */
	uncovered: (exports: Row[]) => Stretch[];
}

/**
 * What the user chose; undefined where the service alone knows it (since the last download).
 *
 * @throws SinaoFailure if a date is invalid
 */
export function chooseExports(job: OperationContext, timeZone: string): ChosenExports | undefined {
	const { context, itemIndex } = job;
	const choice = context.getNodeParameter('choose', itemIndex) as string;
	if (choice === 'sinceLast') return undefined;
	if (choice === 'ids') {
		const ids = listOf(context.getNodeParameter('exportIds', itemIndex) as string);
		return { read: async () => await readByIds(job, ids), uncovered: () => [] };
	}
	const values = {
		period: context.getNodeParameter('period', itemIndex) as string,
		fromDate: context.getNodeParameter('fromDate', itemIndex, '') as string,
		toDate: context.getNodeParameter('toDate', itemIndex, '') as string,
		fiscalYearMonth: context.getNodeParameter('fiscalYearMonth', itemIndex, 1) as number,
	};
	const [from, end] = readPeriod(values, timeZone).map((time) => localDate(time, timeZone));
	const touches = (row: Row) =>
		(end === undefined || firstDay(row) < end) &&
		(from === undefined || !lastDay(row) || lastDay(row) >= from);
	const today = localDate(new Date().toISOString(), timeZone) as string;
	return {
		read: async () => (await readAll(job, everyRow)).filter(touches),
		uncovered: (exports) => uncovered(exports, from, end && end > today ? today : end),
	};
}

async function readByIds(job: OperationContext, ids: string[]): Promise<Row[]> {
	const rows = await readAll(job, {
		filters: [{ field: 'id', comparator: 'IN', value: ids.join(',') }],
	});
	const unknown = ids.filter((id) => !rows.some((row) => String(row.id) === id));
	if (!unknown.length && ids.length) return rows;
	throw new SinaoFailure(
		finalFailure({
			reason: 'notFound',
			message: ids.length
				? `Sinao has no accounting export ${unknown.join(', ')}`
				: 'No export is chosen',
			description: "Check 'Export IDs'; the operation 'Get Many Accounting Exports' lists them.",
		}),
	);
}

async function readAll(
	{ connection, resource }: OperationContext,
	query: RowQuery,
): Promise<Row[]> {
	return await collectById(readRows(connection, resource, query));
}
