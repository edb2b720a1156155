import { execFileSync } from 'node:child_process';
import { parse } from 'papaparse';

import { type BackupRun, Folder } from './backup';
import { cleanUp } from './engine';
import { type SinaoServer, startSinao } from './sinao';
import type { CompanySize } from './sinao/types';

/** Companies and folders of one test file; `close` removes them all. */
export function openCompanies() {
	const opened: Array<{ api: SinaoServer; folder: Folder }> = [];
	return {
		/** A small company, with values that are nasty but legal unless told otherwise, and an empty folder. */
		async company(
			seed: number,
			size: Partial<CompanySize> = { invoices: 14, quotes: 7, purchases: 5, transactions: 20 },
			nasty = true,
		) {
			const made = { api: await startSinao({ seed, size, nasty }), folder: new Folder() };
			opened.push(made);
			return made;
		},
		async close() {
			for (const { api, folder } of opened) {
				await api.close();
				folder.remove();
			}
			cleanUp();
		},
	};
}

export function expectSucceeded({ error, manifest }: BackupRun, outcome = 'complete'): void {
	expect(error).toBeUndefined();
	expect(manifest.outputs[2][0].json.outcome).toBe(outcome);
}

/** What `sha256sum -c` says of a folder; nothing, where every file is right. */
export function sha256sum(folder: Folder): string {
	return execFileSync('sha256sum', ['--quiet', '--check', 'SHA256SUMS'], {
		cwd: folder.root,
		encoding: 'utf8',
		stdio: 'pipe',
	});
}

/** The rows of a CSV file by column title. */
export function tableOf(bytes: Buffer, delimiter = ';'): Array<Record<string, string>> {
	const { data, errors } = parse<Record<string, string>>(bytes.toString('utf8'), {
		header: true,
		delimiter,
		skipEmptyLines: true,
	});
	expect(errors).toEqual([]);
	return data;
}
