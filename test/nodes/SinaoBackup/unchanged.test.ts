import { createHash } from 'node:crypto';

import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { type BackupRun, type Folder, isProof, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { fileOf } from '../../support/engine';
import { idsOf } from '../../support/faultyCompany';
import type { SinaoServer } from '../../support/sinao';
import type { Variants } from '../../support/sinao/variants';

const { company, close } = openCompanies();

afterAll(close);

const small = {
	invoices: 12,
	quotes: 4,
	purchases: 12,
	persons: 3,
	organizations: 3,
	products: 3,
	transactions: 6,
	attachments: 3,
};
const everything = {
	parameters: {
		otherLists: true,
		documents: ['attachments', 'invoices', 'purchases', 'quotes', 'subscriptionInvoices'],
	},
};

/** Documents that a run received; an answer without one is no download. */
const downloads = ({ requests }: SinaoServer) =>
	requests.filter(
		({ path, status }) => /\/(?:pdf|original|download)$/.test(path) && status === 200,
	);

const withoutManifests = (folder: Folder) => folder.written.filter((file) => !isProof(file));

const changing: Variants['changing'] = [
	'file_url',
	'picture',
	'is_late',
	'balance',
	'balance_amount',
];

/** Forms in which an account that nobody changes may answer. */
const forms: Array<Partial<Variants>> = [
	{},
	{ changing },
	{ rendering: 'fresh' },
	{ relations: 'ids', changing },
	{ relations: 'expand', changing, rendering: 'fresh' },
	{ purchaseFiles: 'photosConverted', gzip: true, subscriptionPdf: 'expiring' },
	{ subscriptionPdf: 'page', tags: 'names' },
	{ purchaseFiles: 'allConverted', changing, rendering: 'fresh' },
	...([400, 422, 500] as const).map((draftPdf) => ({ draftPdf, changing })),
	{ deletion: 'soft', gzip: true, rendering: 'fresh', pdf: 'compressed' },
	{ deletion: 'softWithTrashed', establishments: 'full', fields: 'newer', changing },
	{ envelope: 'numericKeys', single: 'bare', defaultOrder: 'ascending', content: 'typed' },
	{
		relations: 'ids',
		changing,
		rendering: 'fresh',
		purchaseFiles: 'allConverted',
		draftPdf: 500,
		gzip: true,
		deletion: 'soft',
	},
	{
		relations: 'ids',
		ids: 'texts',
		changing,
		rendering: 'fresh',
		refuses: ['order', 'filter:id'],
		requestsPerMinute: 60,
		minuteMs: 500,
	},
	{
		relations: 'expand',
		changing,
		refuses: ['limit', 'expand:balance'],
		refusalStatus: 400,
		maximumLimit: 7,
		wholeLists: 'paged',
		envelope: 'numericKeys',
	},
	{ relations: 'ids', ignores: ['order', 'filter', 'expand:account'], single: 'bare', changing },
	{ relations: 'ids', refuses: ['expand'], refusalStatus: 500, wholeLists: 'firstTen', changing },
];

it.each(forms.map((form) => [JSON.stringify(form), form] as const))(
	'92, 93 A second backup of an unchanged account downloads nothing and writes no new version: %s',
	async (_, form) => {
		const { api, folder } = await company(70, small, false);
		Object.assign(api.variants, form);
		const [gone] = api.company.lists.quotes;
		api.company.deleteRow('quotes', gone.id);
		const first = await runBackup(api, folder, everything);
		expectSucceeded(first);
		expect(downloads(api).length).toBeGreaterThan(12);
		const before = folder.manifest();
		api.requests.length = 0;
		folder.written.length = 0;
		folder.written.push('manifest.json');
		const second = await runBackup(api, folder, everything);
		expectSucceeded(second);
		expect(second.backUp.outputs[0].map(({ json }) => json.path)).toEqual([]);
		expect(downloads(api)).toEqual([]);
		expect(withoutManifests(folder)).toEqual([]);
		expect(folder.manifest().files).toEqual(before.files);
		expect(sha256sum(folder)).toBe('');
	},
);

/** What version 0.1 wrote: the fingerprint of a document is that of its whole row, that of a list the SHA-256 of its bytes. */
function asEarlierVersion(manifest: Manifest): Manifest {
	return {
		...manifest,
		files: manifest.files.map((file) => ({
			...file,
			fingerprint: file.kind === 'document' ? file.fingerprint : file.sha256,
		})),
	};
}

describe('Manifests of version 0.1', () => {
	it('92 nothing comes again after the update, and later changes of signatures do not count either', async () => {
		// That version knew no PDFs of Sinao's own invoices.
		const known = {
			parameters: {
				...everything.parameters,
				documents: ['attachments', 'invoices', 'purchases', 'quotes'],
			},
		};
		const { api, folder } = await company(71, small, false);
		expectSucceeded(await runBackup(api, folder, known));
		const { files } = folder.manifest();
		const rowsOf = (resource: string) =>
			folder
				.read(
					String(files.find((file) => file.resource === resource && file.kind === 'jsonl')?.path),
				)
				.toString()
				.trimEnd()
				.split('\n')
				.map((line): [unknown, string] => [(JSON.parse(line) as { id: unknown }).id, line]);
		const lines = new Map(
			['invoices', 'quotes', 'purchases', 'attachments'].map((resource) => [
				resource,
				new Map(rowsOf(resource)),
			]),
		);
		const earlier = asEarlierVersion(folder.manifest());
		for (const file of earlier.files)
			if (file.kind === 'document')
				file.fingerprint = createHash('sha256')
					.update(String(lines.get(file.resource)?.get(file.id)))
					.digest('hex');
		api.requests.length = 0;
		const updated = await runBackup(api, folder, {
			...known,
			manifest: Buffer.from(JSON.stringify(earlier)),
		});
		expectSucceeded(updated);
		expect(updated.backUp.outputs[0]).toEqual([]);
		expect(downloads(api)).toEqual([]);
		expect(folder.manifest().files).toEqual(files);
		api.variants.changing = ['is_late'];
		expect((await runBackup(api, folder, known)).backUp.outputs[0]).toEqual([]);
	});
});

describe('A change that a person would call one', () => {
	it.each<[string, 'invoices' | 'purchases' | 'transactions', object]>([
		['a title', 'invoices', { title: 'Révisé' }],
		['a customer', 'invoices', { contact_infos: { name: 'Nouveau client' } }],
		['a supplier', 'purchases', { supplier: { id: 3, name: 'Nouveau fournisseur' } }],
		['the label of a movement', 'transactions', { label: 'Autre libellé' }],
	])(
		'92 %s: the lists of it get a new version, though signatures change too',
		async (_, list, changes) => {
			const { api, folder } = await company(72, small, false);
			api.variants.changing = changing;
			expectSucceeded(await runBackup(api, folder));
			api.company.changeRow(list, api.company.lists[list][0].id, changes);
			const run = await runBackup(api, folder);
			expectSucceeded(run);
			const lists = run.backUp.outputs[0].filter(({ json }) => json.kind !== 'document');
			expect(new Set(lists.map(({ json }) => json.resource))).toEqual(new Set([list]));
			expect(new Set(lists.map(({ json }) => json.kind))).toEqual(new Set(['csv', 'jsonl']));
		},
	);

	it("92 a supplier's name: the original of a purchase, which it does not change, is not downloaded again", async () => {
		const { api, folder } = await company(73, small, false);
		expectSucceeded(await runBackup(api, folder));
		for (const { id, supplier } of api.company.lists.purchases)
			api.company.changeRow('purchases', id, {
				supplier: supplier && { ...supplier, name: 'Renommé' },
			});
		api.requests.length = 0;
		expectSucceeded(await runBackup(api, folder));
		expect(downloads(api)).toEqual([]);
	});
});

describe('Drafts without a PDF', () => {
	it.each([400, 404, 422, 500] as const)(
		'91 answered with %d: the backup is complete, and a later PDF comes though the row is the same',
		async (draftPdf) => {
			const { api, folder } = await company(74, small, false);
			api.variants.draftPdf = draftPdf;
			const draft = api.company.addInvoice({ status: 'draft', number: null });
			expectSucceeded(await runBackup(api, folder));
			expect(folder.manifest().without.map(({ id }) => id)).toContain(draft.id);
			api.faults.add({
				path: `/invoices/${draft.id}/pdf$`,
				fault: { kind: 'text', text: '%PDF-1.7\n%%EOF\n', contentType: 'application/pdf' },
			});
			const run = await runBackup(api, folder);
			expectSucceeded(run);
			expect(idsOf(run.backUp.outputs[0].filter(({ json }) => json.kind === 'document'))).toEqual([
				draft.id,
			]);
			expect(folder.manifest().without.map(({ id }) => id)).not.toContain(draft.id);
		},
	);

	it("91 more of them than 'Maximum Files': they do not stand in the way, and the backup becomes complete", async () => {
		const { api, folder } = await company(75, { invoices: 4, quotes: 0, purchases: 0 }, false);
		for (let count = 0; count < 6; count++)
			api.company.addInvoice({ status: 'draft', number: null, written_at: '2020-01-01T12:00:00Z' });
		expectSucceeded(await runBackup(api, folder));
		const added = api.company.addInvoice();
		const run = await runBackup(api, folder, { options: { maximumFiles: 2 } });
		expectSucceeded(run);
		expect(idsOf(run.backUp.outputs[0].filter(({ json }) => json.kind === 'document'))).toEqual([
			added.id,
		]);
		expect(folder.manifest().without).toHaveLength(
			api.company.lists.invoices.filter(({ status }) => status === 'draft').length,
		);
	});
});

it('A row that a list still gives with deleted_at: its document is marked as deleted', async () => {
	const { api, folder } = await company(76, small, false);
	expectSucceeded(await runBackup(api, folder));
	const row = api.company.lists.invoices.find(({ id }) => api.document('invoices', id));
	api.company.changeRow('invoices', Number(row?.id), { deleted_at: '2025-01-01T00:00:00.000000Z' });
	const run = await runBackup(api, folder);
	expectSucceeded(run);
	expect(run.backUp.outputs[0].filter(({ json }) => json.kind === 'document')).toEqual([]);
	expect(
		folder
			.manifest()
			.files.filter(({ kind, deletedAt }) => kind === 'document' && deletedAt !== null)
			.map(({ id }) => id),
	).toEqual([row?.id]);
});

describe('Two runs that overlap, while Sinao makes other bytes for each request', () => {
	it('93 both of the first backup: either manifest fits its files, and the next run has nothing to do', async () => {
		const { api, folder } = await company(77, small, false);
		Object.assign(api.variants, { rendering: 'fresh', purchaseFiles: 'allConverted' });
		for (const run of await Promise.all([runBackup(api, folder), runBackup(api, folder)]))
			expectSucceeded(run);
		expect(sha256sum(folder)).toBe('');
		const copies = folder.written.filter((file) => file.startsWith('Manifestes/'));
		expect(copies).toHaveLength(2);
		for (const copy of copies)
			for (const { path, sha256 } of (JSON.parse(folder.read(copy).toString()) as Manifest).files)
				expect([path, createHash('sha256').update(folder.read(path)).digest('hex')]).toEqual([
					path,
					sha256,
				]);
		expect((await runBackup(api, folder)).backUp.outputs[0]).toEqual([]);
	});

	it.each([
		['a product and a purchase change', {}],
		["they change, with 'Replace Lists'", { replaceLists: true }],
	])(
		'93 both of the first backup, between which %s: the older one saves last, and the next run heals what it replaced',
		async (_, options) => {
			const { api, folder } = await company(79, { ...small, purchases: 3 }, false);
			const purchase = api.company.lists.purchases.find(({ id }) => api.document('purchases', id));
			let second: BackupRun | undefined;
			// The older run has read everything when it saves its first file.
			const older = await runBackup(api, folder, {
				options,
				storing: async () => {
					if (!second) {
						api.company.changeRow('products', api.company.lists.products[0].id, { name: 'Autre' });
						api.company.changeRow('purchases', Number(purchase?.id), { title: 'Autre' });
						second = await runBackup(api, folder, { options });
					}
					return { json: { success: true } };
				},
			});
			expectSucceeded(older);
			expectSucceeded(second as BackupRun);
			// The manifest of the newer one comes last.
			for (const item of (second as BackupRun).manifest.outputs[0])
				folder.write(String(item.json.path), await fileOf(item));
			if (!('replaceLists' in options)) expect(sha256sum(folder)).toBe('');
			expectSucceeded(await runBackup(api, folder, { options }));
			expect(folder.manifest().outcome).toBe('complete');
			expect(sha256sum(folder)).toBe('');
		},
	);

	it('93 both see a change of a quote and of its list, at different times: either manifest fits its files', async () => {
		const { api, folder } = await company(78, small, false);
		api.variants.rendering = 'fresh';
		expectSucceeded(await runBackup(api, folder));
		const quote = api.company.lists.quotes.find(({ id }) => api.document('quotes', id));
		api.company.changeRow('quotes', Number(quote?.id), { title: 'Révisé' });
		let second: Promise<unknown> | undefined;
		const run = await runBackup(api, folder, {
			storing: () => {
				if (!second) {
					api.company.changeRow('quotes', Number(quote?.id), { title: 'Révisé encore' });
					second = runBackup(api, folder);
				}
				return { json: { success: true } };
			},
		});
		expectSucceeded(run);
		await second;
		const copies = folder.written.filter((file) => file.startsWith('Manifestes/'));
		expect(copies).toHaveLength(3);
		for (const copy of copies)
			for (const { path, sha256 } of (JSON.parse(folder.read(copy).toString()) as Manifest).files)
				expect([path, createHash('sha256').update(folder.read(path)).digest('hex')]).toEqual([
					path,
					sha256,
				]);
	});
});
