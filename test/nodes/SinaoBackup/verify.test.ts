import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { fileOf, storeFile } from '../../support/engine';
import { readAll, readItem, verify, verifyFolder, wrongIn } from '../../support/verification';

const { company, close } = openCompanies();

afterAll(close);

describe('Verify Backup', () => {
	it('finds every file right that is as it was saved', async () => {
		const { api, folder } = await company(41);
		expectSucceeded(await runBackup(api, folder));
		const { outputs, error } = await verifyFolder(folder);
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(folder.manifest().files.length);
		expect(outputs[1]).toEqual([]);
		expect(outputs[2][0].json).toMatchObject({
			outcome: 'complete',
			counts: { right: outputs[0].length, altered: 0, lacking: 0, unknown: 0 },
		});
		expect((await fileOf(outputs[2][0])).toString()).toContain('Fichiers intacts');
	});

	it('says which files are altered, lacking, unreadable or unknown, and names no other', async () => {
		const { api, folder } = await company(42);
		expectSucceeded(await runBackup(api, folder));
		const [altered, lacking, unreadable, ...rest] = folder.manifest().files.map(({ path }) => path);
		const files = [
			await readItem(altered, Buffer.concat([folder.read(altered), Buffer.from(' ')])),
			{ json: { path: `/backup/sinao/${unreadable}`, error: 'permission denied' } },
			await readItem('Notes/une note.txt', Buffer.from('une note')),
			...(await Promise.all(
				['manifest.json', 'SHA256SUMS', 'rapport.html', ...rest].map(
					async (file) => await readItem(file, folder.read(file)),
				),
			)),
		];
		const result = await verify(files, folder.read('manifest.json'));
		const { outputs } = result;
		expect(wrongIn(result).sort()).toEqual(
			[
				[altered, 'altered'],
				[unreadable, 'lacking'],
				[lacking, 'lacking'],
				['/backup/sinao/Notes/une note.txt', 'unknown'],
			].sort(),
		);
		expect(outputs[0]).toHaveLength(rest.length);
		expect(outputs[2][0].json).toMatchObject({
			outcome: 'incomplete',
			counts: { altered: 1, lacking: 2, unknown: 1 },
		});
		expect((await fileOf(outputs[2][0])).toString()).toContain('Fichiers altérés ou absents');
	});

	it('recognises files by the end of their path, by directory and name, and by name alone', async () => {
		const { api, folder } = await company(43, { invoices: 4, quotes: 1, purchases: 1 });
		expectSucceeded(await runBackup(api, folder));
		const [one, two, ...others] = folder.manifest().files;
		const stored = async ({ path }: Manifest['files'][number]) =>
			await storeFile(folder.read(path), path.split('/').at(-1) ?? '', 'application/pdf');
		const files = [
			{
				json: {},
				binary: {
					data: {
						...(await stored(one)),
						directory: `/srv/${one.path.split('/').slice(0, -1).join('/')}`,
					},
				},
			},
			{ json: { fileName: two.path.split('/').at(-1) }, binary: { data: await stored(two) } },
			...(await readAll(folder, { ...folder.manifest(), files: others })),
		];
		const { outputs } = await verify(files, folder.read('manifest.json'));
		expect(outputs[1]).toEqual([]);
	});

	it('finds everything lacking where nothing could be read, and refuses to work without a manifest', async () => {
		const { api, folder } = await company(44, { invoices: 3, quotes: 1, purchases: 1 });
		expectSucceeded(await runBackup(api, folder));
		const { outputs } = await verify([], folder.read('manifest.json'));
		expect(outputs[1]).toHaveLength(folder.manifest().files.length);
		expect((await verify(await readAll(folder), undefined)).error?.message).toMatch(
			/No file on the 'Manifest' input/,
		);
		expect(
			(await verify(await readAll(folder), folder.read('manifest.json').subarray(0, 200))).error
				?.message,
		).toMatch(/incomplete or damaged/);
	});

	it('42 an altered file is reported, and its original is downloaded again beside it', async () => {
		const { api, folder } = await company(45);
		expectSucceeded(await runBackup(api, folder));
		const file = folder
			.manifest()
			.files.find(({ resource, kind }) => resource === 'invoices' && kind === 'document');
		const original = folder.read(String(file?.path));
		const forged = Buffer.from(original.toString('latin1').replace('Total', 'T0tal'), 'latin1');
		folder.write(String(file?.path), forged);
		const found = await verifyFolder(folder);
		expect(wrongIn(found)).toEqual([[file?.path, 'altered']]);

		const run = await runBackup(api, folder, {
			options: { downloadAgain: found.outputs[1].map(({ json }) => json.path) as string[] },
		});
		expectSucceeded(run);
		expect(run.backUp.outputs[0].map(({ json }) => json.kind)).toEqual(['csv', 'document']);
		const versions = folder
			.manifest()
			.files.filter(
				({ resource, kind, id }) =>
					resource === 'invoices' && kind === 'document' && id === file?.id,
			);
		expect(versions.map(({ state }) => state).sort()).toEqual(['altered', 'current']);
		const beside = versions.find(({ state }) => state === 'current');
		expect(folder.read(String(beside?.path)).equals(original)).toBe(true);
		expect(folder.read(String(file?.path)).equals(forged)).toBe(true);
		expect(sha256sum(folder)).toBe('');
		expect((await verifyFolder(folder)).outputs[1]).toEqual([]);
		const quiet = await runBackup(api, folder);
		expectSucceeded(quiet);
		expect(quiet.backUp.outputs[0]).toEqual([]);
	});
});
