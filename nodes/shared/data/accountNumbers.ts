import { attempt } from '../api/attempt';
import type { Connection } from '../api/connection';
import { everyRow, readRows } from './query';

/** The numbers of the chart of accounts by Sinao's ids. */
export type AccountNumbers = Map<string, unknown>;

/**
 * Reads the chart of accounts. It is not open to every key: then it is empty, and the user is told.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop
 */
export async function readAccountNumbers(connection: Connection): Promise<AccountNumbers> {
	const numbers: AccountNumbers = new Map();
	const { failure } = await attempt(async () => {
		for await (const rows of readRows(connection, { path: '/accounts/', expand: [] }, everyRow)) {
			for (const { id, accounting_number: number } of rows) numbers.set(String(id), number);
		}
	});
	if (failure)
		connection.notes.oddities.add(
			`The chart of accounts could not be read, so lines may name their account by its Sinao ID alone: ${failure.message}.`,
		);
	return numbers;
}
