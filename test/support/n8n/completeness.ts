import { parse } from 'papaparse';

import type { SinaoServer } from '../sinao';
import { type Execution, itemsOf } from './commands';
import {
	differences,
	documentIds,
	downloadNodes,
	exportNodes,
	idsOf,
	listOf,
	pathsOf,
} from './comparison';

function rowsIn(csv: Buffer | undefined): number {
	const { data, errors } = parse<string[]>(String(csv).replace(/^\uFEFF/, ''), {
		delimiter: ';',
		skipEmptyLines: true,
	});
	expect(errors).toEqual([]);
	return data.length - 1;
}

/** Expects that the far side holds the whole account: each list row for row, each document byte for byte, nothing else. */
export async function expectWholeAccount(
	api: SinaoServer,
	execution: Execution,
	files: Map<string, Buffer>,
): Promise<void> {
	expect(execution.error).toBeUndefined();
	expect([...files.keys()].sort()).toEqual(pathsOf(execution));
	expect(new Set(pathsOf(execution)).size).toBe(pathsOf(execution).length);
	for (const [name, list] of Object.entries(exportNodes)) {
		const saved = itemsOf(execution, name).map(({ json }) => ({
			said: json.rows,
			read: rowsIn(files.get(String(json.path))),
		}));
		expect(saved.map(({ said }) => said)).toEqual(saved.map(({ read }) => read));
		expect({ name, rows: saved.reduce((sum, { read }) => sum + read, 0) }).toEqual({
			name,
			rows: (await listOf(api, list)).length,
		});
	}
	for (const [name, list] of Object.entries(downloadNodes)) {
		expect(idsOf(itemsOf(execution, name))).toEqual(await documentIds(api, list));
	}
	expect(differences(api, execution, files)).toEqual([]);
}
