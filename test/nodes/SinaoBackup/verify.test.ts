import * as fc from 'fast-check';

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
		const messages = new Map(outputs[1].map(({ json }) => [json.path, json.message]));
		expect(messages.get(unreadable)).toBe('permission denied');
		expect(messages.get(lacking)).toBeNull();
		const page = (await fileOf(outputs[2][0])).toString().replace(/<[^>]+>/g, ' ');
		const text = page.replace(/\s+/g, ' ');
		expect(text).toMatch(
			new RegExp(
				`Vérifiée le \\d.* Sauvegarde n° 1 du \\d.* Intacts ${rest.length} Altérés 1 Absents 2 Inconnus 1 `,
			),
		);
		for (const path of [altered, lacking, unreadable]) expect(page).toContain(path);
		const { size } = folder.manifest().files[0];
		const figure = (bytes: number) => bytes.toLocaleString('fr-FR').replace(/\s/g, ' ');
		expect(text).toContain(`${figure(size)} ${figure(size + 1)}`);
	});

	it('takes no file from an item that says it could not be read, or that has none', async () => {
		const { api, folder } = await company(48, { invoices: 4, quotes: 1, purchases: 1 });
		expectSucceeded(await runBackup(api, folder));
		const [refused, empty, ...rest] = await readAll(folder);
		const failed = { ...refused, json: { ...refused.json, error: 'timeout' } };
		const items = [failed, { json: empty.json }, ...rest];
		const { outputs } = await verify(items, folder.read('manifest.json'));
		expect(outputs[1].map(({ json }) => [json.status, json.message])).toEqual([
			['lacking', 'timeout'],
			['lacking', 'The item contains no file'],
		]);
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
						directory: `/backup/sinao/${one.path.split('/').slice(0, -1).join('/')}`,
					},
				},
			},
			{ json: { fileName: two.path.split('/').at(-1) }, binary: { data: await stored(two) } },
			...(await readAll(folder, { ...folder.manifest(), files: others })),
		];
		const { outputs } = await verify(files, folder.read('manifest.json'));
		expect(outputs[1]).toEqual([]);
	});

	it.each(['NFC', 'NFD'] as const)(
		'47 recognises accents in the form %s, whichever of the names has them',
		async (form) => {
			const { api, folder } = await company(46, { invoices: 4, quotes: 1, purchases: 1 }, false);
			const [purchase] = api.company.lists.purchases;
			api.company.changeRow('purchases', purchase.id, {
				supplier: { id: 3, type: 'organization', name: 'Zoé Lefèvre' },
			});
			expectSucceeded(await runBackup(api, folder));
			const { files } = folder.manifest();
			expect(files.map(({ path }) => path).filter((path) => /é.*è/.test(path))).toHaveLength(1);
			const read = await readAll(folder);
			const renamed = [
				read.map((item) => ({
					...item,
					json: { path: String(item.json.path).normalize(form) },
				})),
				read.map((item) => ({
					...item,
					json: { name: String(item.json.path).split('/').at(-1)?.normalize(form) },
				})),
				read.map(({ json, binary }) => ({
					json: {},
					binary: {
						data: {
							...(binary?.data as NonNullable<typeof binary>[string]),
							fileName: String(json.path).split('/').at(-1)?.normalize(form),
						},
					},
				})),
			];
			for (const items of renamed) {
				const result = await verify(items, folder.read('manifest.json'));
				expect(wrongIn(result)).toEqual([]);
				expect(result.outputs[0]).toHaveLength(files.length);
			}
		},
	);

	it('109 two files of one name in two folders: without the folder neither is taken for the other', async () => {
		const { api, folder } = await company(47, { invoices: 3, quotes: 1, purchases: 1 }, false);
		expectSucceeded(await runBackup(api, folder));
		const manifest = folder.manifest();
		const [one] = manifest.files.filter(({ kind }) => kind === 'document');
		const name = String(one.path.split('/').at(-1));
		const other = { ...one, id: 1, path: `Achats/1999/${name}`, sha256: 'a'.repeat(64) };
		const both = { ...manifest, files: [...manifest.files, other] };
		const others = await readAll(folder, {
			...manifest,
			files: manifest.files.filter(({ path }) => path !== one.path),
		});
		const item = async (path: string) => ({
			...(await readItem(path, folder.read(one.path))),
			json: { path },
		});
		const check = async (path: string) =>
			wrongIn(
				await verify([...others, await item(path)], Buffer.from(JSON.stringify(both))),
			).sort();
		expect(await check(name)).toEqual(
			[
				[name, 'unknown'],
				[one.path, 'lacking'],
				[other.path, 'lacking'],
			].sort(),
		);
		expect(await check(one.path)).toEqual([[other.path, 'lacking']]);
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

describe('109 Other copies of a file among those that Verify Backup is given', () => {
	/** A backup, and items of its files and of copies in other folders. */
	async function saved(seed: number) {
		const { api, folder } = await company(seed, { invoices: 4, quotes: 1, purchases: 1 });
		expectSucceeded(await runBackup(api, folder));
		const paths = folder.manifest().files.map(({ path }) => path);
		const at = async (place: string, files = paths, change = (bytes: Buffer) => bytes) =>
			await Promise.all(
				files.map(async (file) => await readItem(file, change(folder.read(file)), place)),
			);
		return { paths, at, manifest: folder.read('manifest.json') };
	}
	const modified = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')]);
	const home = '/backup/sinao/';

	it.each(['/backup/sinao/ancien/', '/backup/ancien/', '/archive/2023/sinao/'])(
		'an intact copy in %s hides no modified and no missing file, wherever it comes in the list',
		async (elsewhere) => {
			const { paths, at, manifest } = await saved(46);
			const [altered, lacking, ...rest] = paths;
			const own = [...(await at(home, [altered], modified)), ...(await at(home, rest))];
			const copies = await at(elsewhere, [altered, lacking]);
			for (const files of [
				[...own, ...copies],
				[...copies, ...own],
			])
				expect(wrongIn(await verify(files, manifest)).sort()).toEqual(
					[
						[altered, 'altered'],
						[lacking, 'lacking'],
					].sort(),
				);
		},
	);

	it.each(['/backup/sinao/ancien/', '/backup/ancien/', '/archive/2023/sinao/'])(
		'older, modified and flattened copies in %s raise no alarm',
		async (elsewhere) => {
			const { paths, at, manifest } = await saved(47);
			const own = await at(home);
			const copies = await at(elsewhere, paths.slice(0, 5), modified);
			const flat = copies.map((item) => ({
				...item,
				json: { path: elsewhere + String(item.json.path).split('/').at(-1) },
			}));
			for (const files of [
				[...own, ...copies, ...flat],
				[...flat, ...copies, ...own],
			]) {
				const { outputs, hints } = await verify(files, manifest);
				expect(outputs[0]).toHaveLength(paths.length);
				expect(outputs[1]).toEqual([]);
				expect(hints).toEqual([]);
			}
		},
	);

	it('a file of the same name hides no modified one, in whatever order they come', async () => {
		const { paths, at, manifest } = await saved(49);
		const [altered, ...rest] = paths;
		const others = await at(home, rest);
		const [right] = await at(home, [altered]);
		const [wrong] = await at(home, [altered], modified);
		const nameOnly = (item: typeof right) => ({
			...item,
			json: { name: altered.split('/').at(-1) },
		});
		for (const [one, other] of [
			[wrong, nameOnly(right)],
			[nameOnly(wrong), nameOnly(right)],
			[wrong, right],
		])
			for (const both of [
				[one, other],
				[other, one],
			])
				expect(wrongIn(await verify([...both, ...others], manifest))).toEqual([
					[altered, 'altered'],
				]);
	});

	it('paths as in the manifest count, whatever is in other folders', async () => {
		const { paths, at, manifest } = await saved(48);
		const files = [...(await at('', paths.slice(1))), ...(await at('copie/'))];
		expect(wrongIn(await verify(files, manifest))).toEqual([[paths[0], 'lacking']]);
	});

	it('a whole copy inside the folder does not stand for it, however little of it is left', async () => {
		const { paths, at, manifest } = await saved(49);
		const files = [...(await at(`${home}copie/`)), ...(await at(home, paths.slice(0, 2)))];
		expect(wrongIn(await verify(files, manifest))).toHaveLength(paths.length - 2);
	});

	it('any copies in any folders: the folder of the manifest decides', async () => {
		const { paths, at, manifest } = await saved(50);
		const places = [home, '/backup/', '/backup/sinao/ancien/', '/copie/'];
		const files = new Map<string, Array<Awaited<ReturnType<typeof at>>[number]>>();
		for (const place of places)
			files.set(place, [...(await at(place)), ...(await at(place, paths, modified))]);
		const state = fc.constantFrom('right', 'altered', 'lacking');
		const placed = fc.array(state, { minLength: paths.length, maxLength: paths.length });
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...places),
				fc.tuple(placed, placed, placed, placed),
				fc.boolean(),
				async (own, states, isReversed) => {
					const items = places.flatMap((place, at) =>
						paths.flatMap((_, index) => {
							const is = states[at][index];
							const item = files.get(place)?.[index + (is === 'altered' ? paths.length : 0)];
							return is === 'lacking' || !item ? [] : [item];
						}),
					);
					const ownStates = states[places.indexOf(own)];
					// Where nothing of the backup is left, its folder is not known.
					fc.pre(ownStates.some((is) => is !== 'lacking'));
					const expected = paths
						.map((path, index) => [path, ownStates[index]])
						.filter(([, is]) => is !== 'right');
					expect(
						wrongIn(
							await verify(isReversed ? items.reverse() : items, manifest, {
								path: `${own}manifest.json`,
							}),
						).sort(),
					).toEqual(expected.sort());
				},
			),
			{ seed: 20261126, numRuns: 15, endOnFailure: true },
		);
	});
});
