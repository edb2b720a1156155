import type { INodeProperties } from 'n8n-workflow';

import { type Failure, finalFailure, SinaoFailure, valueOrThrow } from '../shared/failure';
import { type Operation, type OperationContext } from '../shared/operations/operation';
import { readDay } from '../shared/parameters/filters';
import { optionsCollection } from '../shared/parameters/properties';
import { readTimeZone, requestOptions, timeZoneOption } from '../shared/parameters/settings';
import type { Row } from '../shared/resource';
import { fetchRow } from '../shared/sinao/fetchPage';
import { requestJson } from '../shared/sinao/request';
import { everyRow, readRows } from '../shared/sinao/rows';
import { simplified } from '../shared/values/fields';
import { lastDay } from './periods';
import { isFinished, waitForExports, waitOptions } from './waitForExports';

const untilProperty: INodeProperties = {
	displayName: 'Generate Up To',
	name: 'lastDay',
	type: 'dateTime',
	default: '',
	required: true,
	description: 'Date up to which to generate entries, usually a month end',
};

/** Makes Sinao generate the accounting entries up to a date, and returns the resulting export. */
export const generate: Operation = {
	value: 'generate',
	option: () => ({
		name: 'Generate Accounting Entries',
		action: 'Generate accounting entries',
		description:
			"Changes the company's books: Sinao generates entries from the last export up to the chosen date",
	}),
	properties: () => [
		untilProperty,
		optionsCollection(...waitOptions, ...requestOptions, timeZoneOption),
	],
	async execute(job) {
		const { context, itemIndex, resource, connection, options, hint } = job;
		// Tool nodes do not offer this operation, but a manually edited workflow can contain it.
		if (context.getNode().type.endsWith('Tool')) throw new SinaoFailure(notForAgents());
		const timeZone = readTimeZone(options);
		const day = readDay(context.getNodeParameter('lastDay', itemIndex), 'Generate Up To', timeZone);
		if (!day) throw new SinaoFailure(noDay());
		const { row, isNew } = await startOrFind(job, day);
		const [made] = await waitForExports(
			async () => [await readAgain(job, row)],
			options,
			connection.signal,
		);
		const outcome = isFinished(made)
			? 'complete'
			: made.status === 'error'
				? 'failed'
				: 'incomplete';
		if (outcome === 'failed')
			hint(
				`Sinao could not generate the entries of export ${made.id}. Open the accounting in Sinao to see why.`,
			);
		if (outcome === 'incomplete')
			hint(`Export ${made.id} is still being generated. Check its status later with 'Get Many'.`);
		const json = { ...simplified(resource, made, timeZone), outcome, isNew };
		return { items: [{ json, pairedItem: { item: itemIndex } }], missing: [] };
	},
};

/**
 * Starts the generation, unless an export already covers the day. The request is sent only once: if its
 * response is lost, the list of exports shows whether it succeeded.
 */
async function startOrFind(
	job: OperationContext,
	day: string,
): Promise<{ row: Row; isNew: boolean }> {
	const before = await exportThatReaches(job, day);
	if (before) return { row: before, isNew: false };
	const { connection, resource } = job;
	const midnight = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000)
		.toISOString()
		.replace('.000Z', 'Z');
	const once = { ...connection, settings: { ...connection.settings, tries: 1 } };
	const answer = await requestJson(once, {
		method: 'POST',
		path: `/apps/${connection.appId}${resource.path}`,
		query: [['until', midnight]],
	});
	const isLost = answer.failure ? answer.failure.retry !== 'never' : !rowIn(answer.value)?.id;
	const row = isLost ? await exportThatReaches(job, day) : rowIn(valueOrThrow(answer));
	if (!row) throw new SinaoFailure(answer.failure ?? notGenerated());
	return { row, isNew: true };
}

async function exportThatReaches(
	{ connection, resource }: OperationContext,
	day: string,
): Promise<Row | undefined> {
	for await (const rows of readRows(connection, resource, everyRow)) {
		const reaching = rows.find((row) => row.status !== 'error' && lastDay(row) >= day);
		if (reaching) return reaching;
	}
	return undefined;
}

async function readAgain({ connection, resource }: OperationContext, row: Row): Promise<Row> {
	return valueOrThrow(await fetchRow(connection, resource.path, row.id as number)) ?? row;
}

function rowIn(answer: unknown): Row | undefined {
	const { data } = (answer ?? {}) as { data?: Row };
	return data ?? (answer as Row | undefined);
}

function notGenerated(): Failure {
	return finalFailure({
		reason: 'invalidJson',
		message: 'Sinao did not return the accounting export',
		description:
			'The list of exports does not contain one for this day either. Check the accounting in Sinao before you run the workflow again.',
	});
}

function notForAgents(): Failure {
	return finalFailure({
		reason: 'forbidden',
		message: 'AI agents may not generate accounting entries',
		description:
			"This changes the company's books. Run it manually, in Sinao or in a separate workflow.",
	});
}

/** What is written in the books must have been meant, so an empty date is not taken for today. */
function noDay(): Failure {
	return finalFailure({
		reason: 'invalidRequest',
		message: "Invalid date: 'Generate Up To' is empty",
		description: 'Enter a date. Nothing was generated.',
	});
}
