import type { SinaoServer } from '../sinao';
import { type Execution, itemsOf } from './commands';
import {
	differences,
	documentIds,
	documentLists,
	downloadNodes,
	exportNodes,
	idsOf,
	listOf,
	namedFiles,
	pathsOf,
	readList,
} from './comparison';

/**
 * Expects that the far side holds the whole account: each list row for row, each document byte for byte, nothing else. The
 * lists name each document under its path, and no other file.
 */
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
			read: readList(files.get(String(json.path))).length,
		}));
		expect(saved.map(({ said }) => said)).toEqual(saved.map(({ read }) => read));
		expect({ name, rows: saved.reduce((sum, { read }) => sum + read, 0) }).toEqual({
			name,
			rows: (await listOf(api, list)).length,
		});
	}
	for (const [name, list] of Object.entries(downloadNodes)) {
		expect(idsOf(itemsOf(execution, name))).toEqual(await documentIds(api, list));
		const [{ json }] = itemsOf(execution, documentLists[name]);
		expect(namedFiles(readList(files.get(String(json.path))))).toEqual(
			itemsOf(execution, name)
				.map(({ json: { path } }) => String(path))
				.sort(),
		);
	}
	expect(differences(api, execution, files)).toEqual([]);
}
