import { existsSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { INodeExecutionData } from 'n8n-workflow';

import { type BackupRun, type Folder, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { readAll, readItem, verify, wrongIn } from '../../support/verification';

const { company, close } = openCompanies();
const size = { invoices: 4, quotes: 2, purchases: 2, transactions: 2 };
const plain = ['index.html', 'LISEZMOI.txt', 'rapport.html'];
const first = plain.map((name) => `0 - ${name}`);

afterAll(close);

const pagesIn = (folder: Folder) =>
	[...plain, ...first].filter((name) => existsSync(path.join(folder.root, name)));

/** The files to which a page links, as a browser finds them. */
const linksOf = (folder: Folder, page: string) =>
	[
		...folder
			.read(page)
			.toString('utf8')
			.matchAll(/<a href="([^"]*)"/g),
	].map(([, href]) =>
		path.relative(
			folder.root,
			fileURLToPath(new URL(href, pathToFileURL(path.join(folder.root, page)))),
		),
	);

async function run(
	api: Parameters<typeof runBackup>[0],
	folder: Folder,
	folderStructure: string,
): Promise<BackupRun> {
	const done = await runBackup(api, folder, { options: { folderStructure } });
	expectSucceeded(done);
	return done;
}

/** Makes a backup one that a version without other names for the pages wrote. */
function asEarlierVersion(folder: Folder): void {
	const manifest = folder.manifest();
	delete manifest.pagePrefix;
	folder.write('manifest.json', Buffer.from(JSON.stringify(manifest)));
	plain.forEach((name, index) =>
		renameSync(path.join(folder.root, first[index]), path.join(folder.root, name)),
	);
}

describe('The pages of a backup', () => {
	it('are sorted before all documents in a flat structure, and link to each other', async () => {
		const { api, folder } = await company(230, size, false);
		const { manifest } = await run(api, folder, 'flat');
		expect(pagesIn(folder)).toEqual(first);
		const { files } = folder.manifest();
		const documents = files.filter(({ kind }) => kind === 'document').map((file) => file.path);
		const sorted = [...folder.written].sort(new Intl.Collator('fr').compare);
		const firstDocument = sorted.findIndex((name) => documents.includes(name));
		for (const name of first) expect(sorted.slice(0, firstDocument)).toContain(name);
		for (const name of ['manifest.json', 'SHA256SUMS', 'rapport.json'])
			expect(folder.written).toContain(name);
		expect(sha256sum(folder)).toBe('');
		expect(manifest.outputs[2][0].json.pages).toEqual({
			index: '0 - index.html',
			readMe: '0 - LISEZMOI.txt',
			report: '0 - rapport.html',
		});
		expect(linksOf(folder, '0 - index.html')).toEqual(
			expect.arrayContaining(['0 - rapport.html', '0 - LISEZMOI.txt']),
		);
		expect(linksOf(folder, '0 - rapport.html')).toEqual(
			expect.arrayContaining(['0 - index.html', '0 - LISEZMOI.txt', 'manifest.json', 'SHA256SUMS']),
		);
		const readMe = folder.read('0 - LISEZMOI.txt').toString('utf8');
		expect(readMe).toContain('Ouvrez 0 - index.html dans un navigateur');
		expect(readMe).toContain('\r\n0 - rapport.html    ce qui est sauvegardé');
		expect(readMe).not.toMatch(/(?<!0 - )(?:index|rapport)\.html/);
		await run(api, folder, 'flat');
		expect(pagesIn(folder)).toEqual(first);
	});

	it.each(['kind', 'kindAndYear'])('keep plain names in the structure %s', async (structure) => {
		const { api, folder } = await company(231, size, false);
		await run(api, folder, structure);
		expect(pagesIn(folder)).toEqual(plain);
	});

	it('keep plain names in a flat backup that an earlier version began: none is left from an earlier run', async () => {
		const { api, folder } = await company(232, size, false);
		await run(api, folder, 'flat');
		asEarlierVersion(folder);
		for (let time = 0; time < 2; time++) {
			folder.written.length = 0;
			folder.written.push('manifest.json');
			await run(api, folder, 'flat');
			expect(folder.written).toEqual(expect.arrayContaining(plain));
			expect(pagesIn(folder)).toEqual(plain);
		}
		expect(linksOf(folder, 'rapport.html')).toContain('index.html');
	});

	it.each([
		['kindAndYear', 'flat', plain],
		['flat', 'kindAndYear', first],
	])('keep their names if the structure changes from %s to %s', async (before, after, names) => {
		const { api, folder } = await company(233, size, false);
		await run(api, folder, before);
		folder.written.length = 0;
		folder.written.push('manifest.json');
		await run(api, folder, after);
		expect(folder.written).toEqual(expect.arrayContaining(names));
		expect(pagesIn(folder)).toEqual(names);
	});

	it.each([
		['flat', 'rapport.html'],
		['kindAndYear', '0 - rapport.html'],
	])('Verify Backup does not know pages with other names (%s)', async (structure, stale) => {
		const { api, folder } = await company(234, size, false);
		await run(api, folder, structure);
		writeFileSync(path.join(folder.root, stale), 'Sauvegarde complète');
		const read = async (name: string): Promise<INodeExecutionData> =>
			await readItem(name, folder.read(name));
		const own = await Promise.all(
			[...pagesIn(folder), 'rapport.json', 'SHA256SUMS', 'manifest.json'].map(read),
		);
		const checked = await verify(
			[...(await readAll(folder)), ...own],
			folder.read('manifest.json'),
			{ path: '/backup/sinao/manifest.json' },
		);
		expect(wrongIn(checked)).toEqual([[`/backup/sinao/${stale}`, 'unknown']]);
	});
});
