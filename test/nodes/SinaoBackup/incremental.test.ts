import { createHash } from 'node:crypto';

import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import type { SinaoServer } from '../../support/sinao';
import type { DocumentList } from '../../support/sinao/types';

const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];
const { company, close } = openCompanies();

afterAll(close);

function idsOf(files: Manifest['files'], list: string): unknown[] {
	return files
		.filter(({ resource, kind }) => resource === list && kind === 'document')
		.map(({ id }) => id)
		.sort();
}

const pdfRequests = (api: SinaoServer) =>
	api.requests.filter(({ path }) => /\/(?:pdf|original)$/.test(path)).length;

describe('Back Up Account, storage and Write Manifest', () => {
	it('save every list and document of an account, with a manifest that names each and checksums that fit', async () => {
		const { api, folder } = await company(4, { invoices: 40, quotes: 10, purchases: 20 });
		const run = await runBackup(api, folder, { parameters: { otherLists: true } });
		expectSucceeded(run);
		const manifest = folder.manifest();
		expect(run.manifest.outputs[2][0].json.paths).toEqual(manifest.files.map(({ path }) => path));
		for (const list of lists) {
			const withDocument = api.company.lists[list]
				.map(({ id }) => id)
				.filter((id) => api.document(list, id));
			expect(idsOf(manifest.files, list)).toEqual(withDocument.sort());
		}
		for (const { path, sha256, size, resource, kind, id } of manifest.files) {
			const bytes = folder.read(path);
			expect({ path, sha256, size }).toEqual({
				path,
				sha256: createHash('sha256').update(bytes).digest('hex'),
				size: bytes.length,
			});
			if (kind === 'document')
				expect(
					bytes.equals(api.document(resource as DocumentList, Number(id)) ?? Buffer.of()),
				).toBe(true);
		}
		expect(
			manifest.files.filter(({ kind }) => kind === 'csv').map(({ resource }) => resource),
		).toEqual(
			expect.arrayContaining([
				'invoices',
				'quotes',
				'purchases',
				'persons',
				'organizations',
				'products',
				'transactions',
			]),
		);
		expect(
			manifest.files.filter(
				({ kind, resource }) =>
					kind === 'jsonl' && ['payments', 'sepaMandates', 'bankAccounts'].includes(resource),
			),
		).toHaveLength(3);
		expect(sha256sum(folder)).toBe('');
		expect(folder.written.at(-1)).toBe('manifest.json');
		const proof = run.manifest.outputs[0].map(({ json }) => [json.fileName, json.mimeType]);
		expect(Object.fromEntries(proof)).toMatchObject({
			'index.html': 'text/html',
			'rapport.html': 'text/html',
			'rapport.json': 'application/json',
			'LISEZMOI.txt': 'text/plain',
			SHA256SUMS: 'text/plain',
			'manifest.json': 'application/json',
		});
		expect(manifest.company).toEqual({
			id: '4711',
			name: api.company.name,
			siren: expect.stringMatching(/^\d{9}$/),
		});
		expect(api.contractViolations).toEqual([]);
	});

	it('keep each row of a list whole, as JSON Lines', async () => {
		const { api, folder } = await company(5);
		expectSucceeded(await runBackup(api, folder));
		const lines = folder.list('invoices', 'jsonl').toString('utf8').trimEnd().split('\n');
		expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual(
			api.company.lists.invoices.map(({ id }) => id),
		);
		const [row] = api.company.lists.invoices;
		expect(JSON.parse(lines[0])).toMatchObject({
			id: row.id,
			number: row.number,
			totals: row.totals,
			content: row.content,
		});
	});

	it('29 keep a row that comes again in a newer version once, as it was last, in JSON Lines too', async () => {
		const { api, folder } = await company(5, { invoices: 12, quotes: 1, purchases: 1 });
		api.faults.add({
			fault: { kind: 'repeatRow', changes: { title: 'plus récent' } },
			path: '/invoices',
			after: 1,
			times: 1,
		});
		const parameters = { listFormats: ['jsonl'], lists: ['invoices'], documents: [] };
		expectSucceeded(await runBackup(api, folder, { parameters, options: { pageSize: 5 } }));
		const rows = folder
			.list('invoices', 'jsonl')
			.toString('utf8')
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as { id: number; title: string });
		expect(rows.map(({ id }) => id).sort()).toEqual(
			api.company.lists.invoices.map(({ id }) => id).sort(),
		);
		expect(rows.filter(({ title }) => title === 'plus récent')).toHaveLength(1);
		expect(folder.manifest().files).toMatchObject([{ resource: 'invoices', rows: rows.length }]);
	});

	it('download in the second run exactly what is new and changed, and keep what was deleted in Sinao', async () => {
		const { api, folder } = await company(6);
		expectSucceeded(await runBackup(api, folder));
		const before = folder.manifest();
		const documentsBefore = new Map(before.files.map(({ path }) => [path, folder.read(path)]));
		const added = Array.from({ length: 6 }, () => api.company.addInvoice().id);
		const [first, second, third, gone] = api.company.lists.quotes
			.filter(({ id }) => api.document('quotes', id))
			.map(({ id }) => id);
		for (const id of [first, second, third])
			api.company.changeRow('quotes', id, { title: `Révisé ${id}`, status: 'refused' });
		api.company.deleteRow('quotes', gone);
		api.requests.length = 0;
		folder.written.length = 0;

		folder.written.push('manifest.json');
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		const documents = run.backUp.outputs[0]
			.filter(({ json }) => json.kind === 'document')
			.map(({ json }) => (json.document as { id: number }).id);
		expect(documents.sort()).toEqual([...added, first, second, third].sort());
		expect(pdfRequests(api)).toBe(9);

		const after = folder.manifest();
		expect(
			after.files.find(({ resource, id }) => resource === 'quotes' && id === gone),
		).toMatchObject({ state: 'current', deletedAt: expect.any(String) });
		const versions = after.files.filter(
			({ resource, kind, id }) => resource === 'quotes' && kind === 'document' && id === first,
		);
		expect(
			versions
				.map(({ version, state }) => ({ version, state }))
				.sort((one, other) => one.version - other.version),
		).toEqual([
			{ version: 1, state: 'replaced' },
			{ version: 2, state: 'current' },
		]);
		const [old, current] = [...versions].sort((one, other) => one.version - other.version);
		const unmarked = (file: Manifest['files'][number]) =>
			file.path.replace(` ${file.sha256.slice(0, 8)}.pdf`, '.pdf');
		expect(unmarked(current)).toBe(unmarked(old).replace(/\.pdf$/, ' v2.pdf'));
		expect(unmarked(current)).not.toBe(current.path);
		for (const [path, bytes] of documentsBefore)
			expect([path, folder.read(path).equals(bytes)]).toEqual([path, true]);
		expect(sha256sum(folder)).toBe('');
	});

	it('save the list of a changed row once more, in both formats, and nothing else', async () => {
		const { api, folder } = await company(20);
		expectSucceeded(await runBackup(api, folder));
		const [product] = api.company.lists.products;
		api.company.changeRow('products', product.id, { name: 'Nouveau nom' });
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		const saved = run.backUp.outputs[0].map(({ json }) => [json.resource, json.kind]);
		expect(saved.sort()).toEqual([
			['products', 'csv'],
			['products', 'jsonl'],
		]);
		const { files } = folder.manifest();
		for (const kind of ['csv', 'jsonl']) {
			const current = files.find(
				(file) => file.resource === 'products' && file.kind === kind && file.state === 'current',
			);
			expect(folder.read(String(current?.path)).toString('utf8')).toContain('Nouveau nom');
			expect(current?.path).toMatch(new RegExp(` [0-9a-f]{8}\\.${kind}$`));
		}
	});

	it('ask Sinao, when nothing has changed, for the pages of the lists and nothing else', async () => {
		const { api, folder } = await company(7);
		expectSucceeded(await runBackup(api, folder));
		api.requests.length = 0;
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		expect(run.backUp.outputs[0]).toEqual([]);
		expect(pdfRequests(api)).toBe(0);
		expect(api.requests.length).toBeLessThanOrEqual(20);
	});

	it('chain the manifests: each holds the SHA-256 of the one before', async () => {
		const { api, folder } = await company(8);
		expectSucceeded(await runBackup(api, folder));
		const first = folder.read('manifest.json');
		expectSucceeded(await runBackup(api, folder));
		const { previous, run } = folder.manifest();
		expect(previous).toMatchObject({
			sha256: createHash('sha256').update(first).digest('hex'),
			number: 1,
		});
		expect(run.number).toBe(2);
		const copies = folder.written.filter((file) => file.startsWith('Manifestes/'));
		expect(copies.map((file) => folder.read(file).toString())).toEqual([
			first.toString(),
			folder.read('manifest.json').toString(),
		]);
	});

	it("bound a run by 'Maximum Files', the oldest first, and go on in the next ones to the same end", async () => {
		const { api, folder } = await company(9);
		const { folder: whole } = await company(9);
		expectSucceeded(await runBackup(api, whole));
		const options = { maximumFiles: 10 };
		api.requests.length = 0;
		const first = await runBackup(api, folder, { options });
		expectSucceeded(first, 'incomplete');
		// It is no error: nothing leaves through the output that fails a workflow, and the rest is counted.
		const left = folder.manifest().missing.length;
		expect(left).toBeGreaterThan(10);
		const [, missing, [summary]] = first.manifest.outputs;
		expect(missing).toEqual([]);
		expect(summary.json).toMatchObject({ missing: 0, left });
		expect(first.manifest.hints.map(({ message }) => message)).toEqual([
			`${left} documents will be downloaded in the next run ('Maximum Files' reached).`,
		]);
		const report = folder.read('rapport.html').toString('utf8');
		expect(report).toContain('Sauvegarde à poursuivre');
		expect(report).toContain(`Il reste ${left} documents à télécharger`);
		const dates = first.backUp.outputs[0]
			.filter(({ json }) => json.kind === 'document')
			.map(({ json }) => String((json.document as { date: string | null }).date ?? '9999'));
		const later = folder.manifest().missing.map(({ date }) => String(date ?? '9999'));
		expect(dates.length).toBeGreaterThan(7);
		expect(pdfRequests(api)).toBe(10);
		expect([...dates].sort().at(-1)! <= [...later].sort()[0]).toBe(true);
		expectSucceeded(await runBackup(api, folder, { options }), 'incomplete');
		expectSucceeded(await runBackup(api, folder, { options }));
		// The lists that name documents are saved again when all of these are there.
		const saved = ({ files }: Manifest) =>
			files
				.filter(({ kind, state }) => kind !== 'csv' || state === 'current')
				.map(({ path, sha256, state, kind }) => [kind === 'csv' ? kind : path, sha256, state])
				.sort();
		expect(saved(folder.manifest())).toEqual(saved(whole.manifest()));
	});

	it("save everything else where the oldest documents always fail and 'Maximum Files' is as many", async () => {
		const { api, folder } = await company(13, { invoices: 8, quotes: 0, purchases: 0 }, false);
		const ids = api.company.lists.invoices
			.map(({ id }) => id)
			.filter((id) => api.document('invoices', id));
		const [first, second] = [...ids].sort((one, other) =>
			String(api.company.find('invoices', one)?.written_at).localeCompare(
				String(api.company.find('invoices', other)?.written_at),
			),
		);
		api.faults.add({
			path: `/(${first}|${second})/pdf$`,
			fault: { kind: 'status', status: 503 },
		});
		const rest = ids.filter((id) => id !== first && id !== second).sort();
		const options = { maximumFiles: 2 };
		for (let run = 0; run <= rest.length / 2; run++)
			expectSucceeded(await runBackup(api, folder, { options }), 'incomplete');
		// Documents that failed stay errors, also while they are left for a later run.
		const { manifest } = await runBackup(api, folder, { options });
		expect(manifest.outputs[1].map(({ json }) => json.id).sort()).toEqual([first, second].sort());
		expect(idsOf(folder.manifest().files, 'invoices')).toEqual(rest);
		expect(
			folder
				.manifest()
				.missing.map(({ id }) => id)
				.sort(),
		).toEqual([first, second].sort());
		api.faults.clear();
		expectSucceeded(await runBackup(api, folder, { options }));
		expect(idsOf(folder.manifest().files, 'invoices')).toEqual(ids.sort());
	});

	it('39 a draft that was confirmed is stored under its number, and nothing under both names', async () => {
		const { api, folder } = await company(10, { invoices: 24, quotes: 1, purchases: 1 });
		expectSucceeded(await runBackup(api, folder));
		const draft = api.company.lists.invoices.find(({ status }) => status === 'draft');
		expect(folder.manifest().without.map(({ id }) => id)).toContain(draft?.id);
		const { number } = api.company.finalise(Number(draft?.id));
		expectSucceeded(await runBackup(api, folder));
		const files = folder
			.manifest()
			.files.filter(
				({ resource, kind, id }) =>
					resource === 'invoices' && kind === 'document' && id === draft?.id,
			);
		expect(files.map((file) => file.number)).toEqual([number]);
		expect(folder.manifest().without.map(({ id }) => id)).not.toContain(draft?.id);
	});

	it('41 a document that Sinao renders anew, with other bytes, is kept as a new version beside the old one', async () => {
		const { api, folder } = await company(11);
		expectSucceeded(await runBackup(api, folder));
		const [file] = folder
			.manifest()
			.files.filter(({ kind, resource }) => kind === 'document' && resource === 'invoices');
		const old = folder.read(file.path);
		api.company.rerender();
		api.company.changeRow('invoices', Number(file.id), {
			email_sent_at: '2025-02-01T08:00:00.000000Z',
		});
		expectSucceeded(await runBackup(api, folder));
		const versions = folder
			.manifest()
			.files.filter(
				({ kind, id, resource }) =>
					kind === 'document' && resource === 'invoices' && id === file.id,
			);
		expect(versions.map(({ version, state }) => [version, state])).toEqual(
			expect.arrayContaining([
				[1, 'replaced'],
				[2, 'current'],
			]),
		);
		expect(folder.read(file.path).equals(old)).toBe(true);
		expect(sha256sum(folder)).toBe('');
	});

	it('a changed row whose document has the same bytes keeps its path', async () => {
		const { api, folder } = await company(12);
		expectSucceeded(await runBackup(api, folder));
		const [file] = folder
			.manifest()
			.files.filter(({ kind, resource }) => kind === 'document' && resource === 'invoices');
		api.company.changeRow('invoices', Number(file.id), {
			email_sent_at: '2025-02-01T08:00:00.000000Z',
		});
		expectSucceeded(await runBackup(api, folder));
		const versions = folder
			.manifest()
			.files.filter(
				({ kind, id, resource }) =>
					kind === 'document' && resource === 'invoices' && id === file.id,
			);
		expect(versions.map(({ path, version }) => ({ path, version }))).toEqual([
			{ path: file.path, version: 1 },
		]);
	});
});

describe("A backup with 'Folder Pattern'", () => {
	const folderPattern = '{customer}/{status}/{fiscalYear}';
	const options = { folderPattern, fiscalYearMonth: 4 };
	const size = { invoices: 8, quotes: 4, purchases: 4 };

	/** The documents of the last manifest as `resource/id`, with their path. */
	const current = ({ files }: Manifest) =>
		new Map(
			files
				.filter(({ kind, state }) => kind === 'document' && state === 'current')
				.map(({ resource, id, path }) => [`${resource}/${id}`, path]),
		);

	it('99, 111 saves documents of all types with the same names and IDs apart, and the lists where they were', async () => {
		const { api, folder } = await company(30, size, false);
		for (const list of lists) {
			for (const row of api.company.lists[list])
				api.company.changeRow(list, row.id, {
					...(row.number ? { number: 'X' } : {}),
					contact_infos: { name: 'Dupont' },
					supplier_name: 'Dupont',
				});
		}
		expectSucceeded(
			await runBackup(api, folder, {
				options: { folderPattern: '{year}', fileNamePattern: '{id}' },
			}),
		);
		const { files, scope } = folder.manifest();
		expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
		const documents = files.filter(({ kind }) => kind === 'document');
		for (const { path } of documents)
			expect(path).toMatch(/^(?:\d{4}|Sans date)\/(?:Factures|Devis|Achats) - [^/]+$/);
		for (const { kind, resource, path } of files)
			if (kind === 'csv' && resource === 'invoices') expect(path).toMatch(/^Factures\/Factures/);
		expect(scope.folders).toEqual({ pattern: '{year}', fiscalYearMonth: 1 });
		expect(sha256sum(folder)).toBe('');
	});

	it('116 keeps what is saved where it is when a customer or a status changes, and saves only a document with other content in its new folder', async () => {
		const { api, folder } = await company(31, size, false);
		// An electronic invoice contains the customer, so a new name is other content.
		api.variants.facturX = 'none';
		expectSucceeded(await runBackup(api, folder, { options }));
		const before = current(folder.manifest());
		const bytes = new Map(folder.manifest().files.map(({ path }) => [path, folder.read(path)]));
		const [renamed] = api.company.lists.invoices.filter(({ id }) => api.document('invoices', id));
		const [refused] = api.company.lists.quotes.filter(({ id }) => api.document('quotes', id));
		api.company.changeRow('invoices', renamed.id, {
			contact_infos: { ...(renamed.contact_infos as object), name: 'Nouveau nom' },
		});
		api.company.changeRow('quotes', refused.id, { status: 'refused', title: 'Révisé' });

		const run = await runBackup(api, folder, { options });
		expectSucceeded(run);
		expect(run.backUp.outputs[0].filter(({ json }) => json.kind === 'document')).toHaveLength(2);
		const { files } = folder.manifest();
		const after = current(folder.manifest());
		expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
		for (const [document, path] of before) {
			if (document === `quotes/${refused.id}`)
				expect(after.get(document)).toMatch(/^[^/]+\/Refusé\/\d{4}-\d{4}\/[^/]+\.pdf$/);
			else expect(after.get(document)).toBe(path);
			expect(files.map((file) => file.path)).toContain(path);
		}
		for (const [path, content] of bytes)
			expect([path, folder.read(path).equals(content)]).toEqual([path, true]);
		expect(sha256sum(folder)).toBe('');

		const third = await runBackup(api, folder, { options });
		expectSucceeded(third);
		expect(third.backUp.outputs[0]).toEqual([]);
	});

	it('moves and downloads nothing when the pattern changes, and says so', async () => {
		const { api, folder } = await company(32, size, false);
		expectSucceeded(await runBackup(api, folder));
		const before = current(folder.manifest());
		api.requests.length = 0;
		const run = await runBackup(api, folder, { options });
		expectSucceeded(run);
		expect(pdfRequests(api)).toBe(0);
		expect(current(folder.manifest())).toEqual(before);
		expect(folder.manifest().notes).toContainEqual(
			expect.stringMatching(/^'Folder Structure' or 'Folder Pattern' differs from the last run/),
		);
		expectSucceeded(await runBackup(api, folder, { options }));
		expect(folder.manifest().notes).toEqual([]);
	});

	it.each(['{type}/{client}', '{type}//{year}', '{type}/..', ''])(
		'requests nothing from Sinao with the pattern %j',
		async (folderPattern) => {
			const { api, folder } = await company(33, size, false);
			const { error } = await runBackup(api, folder, { options: { folderPattern } });
			expect(error?.message).toMatch(/^Invalid folder in 'Folder Pattern': '/);
			expect(api.requests).toEqual([]);
		},
	);

	it('lists at most 1,000 paths in the summary, and all in the manifest', async () => {
		const { api, folder } = await company(4, { invoices: 4, quotes: 0, purchases: 0 });
		expectSucceeded(await runBackup(api, folder));
		const manifest = folder.manifest();
		const withFiles = async (count: number) => {
			const [document] = manifest.files.filter(({ kind }) => kind === 'document');
			const others = Array.from({ length: count - manifest.files.length }, (_, index) => ({
				...document,
				id: `other ${index}`,
				path: `Factures/other ${index}.pdf`,
			}));
			return await runBackup(api, folder, {
				manifest: Buffer.from(
					JSON.stringify({ ...manifest, files: [...manifest.files, ...others] }),
				),
			});
		};
		const most = (await withFiles(1000)).manifest.outputs[2][0].json;
		expect([most.files, (most.paths as string[]).length]).toEqual([1000, 1000]);
		const more = (await withFiles(1001)).manifest.outputs[2][0].json;
		expect([more.files, more.paths]).toEqual([1001, undefined]);
		expect(folder.manifest().files).toHaveLength(1001);
	});
});
