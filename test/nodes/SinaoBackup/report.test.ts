import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { amount } from '../../../nodes/SinaoBackup/report/labels';
import { numberSection } from '../../../nodes/SinaoBackup/report/numberSection';
import { eInvoiceSummary } from '../../../nodes/SinaoBackup/report/eInvoices';
import { findInNumbers } from '../../../nodes/SinaoBackup/numberSeries/findings';
import type { ReportData } from '../../../nodes/SinaoBackup/report/data';
import { type Folder, runBackup, type Storing } from '../../support/backup';
import { expectSucceeded, openCompanies } from '../../support/companies';
import type { SinaoServer } from '../../support/sinao';
import type { DocumentList, Row } from '../../support/sinao/types';
import { fileOf } from '../../support/engine';
import { verifyFolder } from '../../support/verification';

const { company, close } = openCompanies();
const size = { invoices: 8, quotes: 3, purchases: 4, products: 5, transactions: 6 };

afterAll(close);

const reportIn = (folder: Folder) =>
	JSON.parse(folder.read('rapport.json').toString('utf8')) as ReportData;

/** The text of the page, with plain spaces and one space between the cells of a table. */
const pageIn = (folder: Folder) =>
	folder
		.read('rapport.html')
		.toString('utf8')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');

/** The figures of a kind of document: expected, received, stored, and stored in this run. */
function figures(folder: Folder, list: DocumentList): number[] {
	const { documents } = reportIn(folder);
	const found = documents.find(({ resource }) => resource === list);
	return found ? [found.asked, found.received, found.stored, found.transferred] : [];
}

/** How many rows of a list have a document. */
const documentsOf = (api: SinaoServer, list: DocumentList) =>
	api.company.lists[list].filter(({ id }) => api.document(list, id)).length;

const firstWithDocument = (api: SinaoServer, list: DocumentList) =>
	api.company.lists[list].find(({ id }) => api.document(list, id)) as Row;

describe('The figures of the report', () => {
	it('count what Sinao has, what came, what storage confirmed and what is new', async () => {
		const { api, folder } = await company(150, size, false);
		const { id } = firstWithDocument(api, 'invoices');
		api.faults.add({ path: `/invoices/${id}/pdf$`, fault: { kind: 'status', status: 503 } });
		let refused = 0;
		const storing: Storing = ({ json }) =>
			json.resource === 'quotes' && json.kind === 'document' && !refused++
				? { json: { error: 'quota exceeded' } }
				: { json: { success: true } };
		expectSucceeded(await runBackup(api, folder, { storing }), 'incomplete');
		const [invoices, quotes, purchases] = (['invoices', 'quotes', 'purchases'] as const).map(
			(list) => documentsOf(api, list),
		);
		expect(figures(folder, 'invoices')).toEqual([
			invoices,
			invoices - 1,
			invoices - 1,
			invoices - 1,
		]);
		expect(figures(folder, 'quotes')).toEqual([quotes, quotes, quotes - 1, quotes]);
		expect(figures(folder, 'purchases')).toEqual([purchases, purchases, purchases, purchases]);
		expect(pageIn(folder)).toContain(
			`Factures ${invoices} ${invoices - 1} ${invoices - 1} ${invoices - 1}`,
		);

		api.faults.clear();
		api.company.addInvoice();
		expectSucceeded(await runBackup(api, folder));
		expect(figures(folder, 'invoices')).toEqual([invoices + 1, invoices + 1, invoices + 1, 2]);
		expect(figures(folder, 'quotes')).toEqual([quotes, quotes, quotes, 1]);
		expect(figures(folder, 'purchases')).toEqual([purchases, purchases, purchases, 0]);
	});

	it('do not count documents that were left for the next run as received', async () => {
		const { api, folder } = await company(151, { ...size, quotes: 0, purchases: 0 }, false);
		const invoices = documentsOf(api, 'invoices');
		const options = { maximumFiles: 3 };
		expectSucceeded(await runBackup(api, folder, { options }), 'incomplete');
		expect(figures(folder, 'invoices')).toEqual([invoices, 3, 3, 3]);
		expectSucceeded(await runBackup(api, folder, { options }), 'incomplete');
		expect(figures(folder, 'invoices')).toEqual([invoices, 6, 6, 3]);
	});

	it('count the rows of each list', async () => {
		const { api, folder } = await company(152, size, false);
		expectSucceeded(await runBackup(api, folder));
		const { lists } = reportIn(folder);
		for (const list of ['invoices', 'quotes', 'purchases', 'products', 'transactions'] as const)
			expect(lists.find(({ resource }) => resource === list)).toMatchObject({
				rows: api.company.lists[list].length,
				kinds: expect.arrayContaining(['csv', 'jsonl']),
			});
		expect(lists.find(({ resource }) => resource === 'products')).toMatchObject({
			asked: 2,
			received: 2,
			stored: 2,
			transferred: 2,
		});
		expect(pageIn(folder)).toContain('Catalogue CSV, JSON Lines 5 2 2 2');
		expectSucceeded(await runBackup(api, folder));
		expect(pageIn(folder)).toContain('Catalogue CSV, JSON Lines 5 2 2 0');
	});

	it('add up the files that are there and their sizes, without a file that was modified', async () => {
		const { api, folder } = await company(153, size, false);
		expectSucceeded(await runBackup(api, folder));
		const saved = () => {
			const sizes = folder
				.read('SHA256SUMS')
				.toString('utf8')
				.trimEnd()
				.split('\n')
				.map((line) => line.slice(66))
				.filter((file) => !file.startsWith('Manifestes/'))
				.map((file) => statSync(path.join(folder.root, file)).size);
			return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
		};
		expect(reportIn(folder).saved).toEqual(saved());
		const { id } = firstWithDocument(api, 'quotes');
		const file = folder
			.manifest()
			.files.find((each) => each.resource === 'quotes' && each.id === id);
		folder.write(String(file?.path), Buffer.from('modified'));
		expectSucceeded(await runBackup(api, folder, { options: { downloadAgain: file?.path } }));
		expect(reportIn(folder).saved).toEqual(saved());
		expect(reportIn(folder).altered.map((each) => each.path)).toEqual([file?.path]);
		const { files, bytes } = saved();
		expect(pageIn(folder)).toContain(
			`compte ${files} fichiers, ${String(Math.round(bytes / 100) / 10).replace('.', ',')} ko en tout`,
		);
	});
});

describe('The links of the report', () => {
	/** Names that a browser would read as another address, or as markup. */
	const hostile = [
		'javascript:alert(1).pdf',
		'Factures/2024/F#1 100 %41 ?a=b&amp;c.pdf',
		'Factures/É té/%2e%2e%2fœuvre « 1 » \u2019.pdf',
		`Achats/"><img src=x onerror='alert(1)'>/</td>;.pdf`,
		'http:/exemple.fr/a\\b\u202Efdp.exe',
	];

	/** Text and target of each link of the report, as a browser finds the target. */
	function linksIn(folder: Folder): Array<{ text: string; target: string }> {
		const page = path.join(folder.root, 'rapport.html');
		const markup = folder.read('rapport.html').toString('utf8');
		return [...markup.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href, text]) => ({
			text,
			target: path.relative(folder.root, fileURLToPath(new URL(href, pathToFileURL(page)))),
		}));
	}

	/** Adds documents to a backup that Sinao no longer has. */
	function plant(folder: Folder, paths: string[]): void {
		const manifest = folder.manifest();
		const model = manifest.files.find(({ kind }) => kind === 'document');
		for (const [index, file] of paths.entries()) {
			const bytes = folder.read(String(model?.path));
			folder.write(file, bytes);
			manifest.files.push({
				...(model as (typeof manifest.files)[number]),
				path: file,
				id: 990_000 + index,
				number: `H-${index}`,
				size: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('hex'),
			});
		}
		folder.write('manifest.json', Buffer.from(JSON.stringify(manifest)));
	}

	it('lead to files of the backup, whatever their names, and what is not there has none', async () => {
		const { api, folder } = await company(159, size, false);
		expectSucceeded(await runBackup(api, folder));
		plant(folder, hostile);
		const document = (list: DocumentList) =>
			folder.manifest().files.find((file) => file.resource === list && file.kind === 'document');
		const lost = String(document('purchases')?.path);
		rmSync(path.join(folder.root, lost));
		const { id } = firstWithDocument(api, 'quotes');
		api.company.changeRow('quotes', id, { title: 'Révisé' });
		api.company.rerender();
		const missing = api.company.addInvoice();
		api.faults.add({
			path: `/invoices/${missing.id}/pdf$`,
			fault: { kind: 'status', status: 503 },
		});
		expectSucceeded(
			await runBackup(api, folder, { options: { downloadAgain: lost } }),
			'incomplete',
		);
		const links = linksIn(folder);
		const targets = links.map(({ target }) => target);
		expect(targets.filter((target) => !existsSync(path.join(folder.root, target)))).toEqual([]);
		expect(targets).toEqual(expect.arrayContaining(hostile));
		const [{ path: changed }] = reportIn(folder).changed;
		const { copy } = reportIn(folder).manifest;
		expect(targets).toEqual(
			expect.arrayContaining([
				changed,
				copy,
				'index.html',
				'LISEZMOI.txt',
				'manifest.json',
				'SHA256SUMS',
			]),
		);
		expect(targets).not.toContain(lost);
		const markup = folder.read('rapport.html').toString('utf8');
		expect(pageIn(folder)).toContain(` ${lost} `);
		expect(links.map(({ text }) => text)).not.toContain(String(missing.number));
		expect(pageIn(folder)).toContain(` ${String(missing.number)} `);
		expect(markup).not.toMatch(/<img|<\/td>;|\u202E/);
		expect([...markup.matchAll(/<a /g)]).toHaveLength(links.length);
		expect(markup).not.toMatch(/href="(?:javascript|https?):/);
	});

	it('name the check for Windows and macOS too, and the page allows its own style only', async () => {
		const { api, folder } = await company(160, size, false);
		expectSucceeded(await runBackup(api, folder));
		const [, proof] = pageIn(folder).split('Preuve et limites');
		expect(proof).toMatch(
			/Windows, macOS et Linux, sans rien installer.*index\.html.*« Vérifier »/,
		);
		expect(proof).toMatch(/LISEZMOI\.txt.*Windows \(PowerShell\).*macOS.*sha256sum -c SHA256SUMS/);
		const verification = await fileOf((await verifyFolder(folder)).outputs[2][0]);
		for (const page of [folder.read('rapport.html'), verification]) {
			const text = page.toString('utf8');
			const [, style] = /<style>([^]*?)<\/style>/.exec(text) as RegExpExecArray;
			const digest = createHash('sha256').update(style).digest('base64');
			expect(/Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1]).toBe(
				`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
			);
		}
	});
});

describe('Deleted in Sinao', () => {
	it('during the run, before its first download: not expected, not missing', async () => {
		const { api, folder } = await company(154, size, false);
		const { id } = api.company.addInvoice();
		api.faults.add({
			path: `/invoices/${id}/pdf$`,
			times: 1,
			fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'invoices', id }] },
		});
		expectSucceeded(await runBackup(api, folder));
		const invoices = documentsOf(api, 'invoices');
		expect(figures(folder, 'invoices')).toEqual([invoices, invoices, invoices, invoices]);
	});

	it('during the run, after a change: its saved versions stay, and the report names it once', async () => {
		const { api, folder } = await company(155, size, false);
		const { id } = firstWithDocument(api, 'quotes');
		expectSucceeded(await runBackup(api, folder));
		api.company.changeRow('quotes', id, { title: 'Révisé' });
		api.company.rerender();
		expectSucceeded(await runBackup(api, folder));
		expect(reportIn(folder).changed.map((file) => file.id)).toEqual([id]);
		const [{ path: changedPath }] = reportIn(folder).changed;
		expect(pageIn(folder)).toMatch(/Documents modifiés dans Sinao .* Devis \S+ /);
		expect(pageIn(folder)).toContain(` ${changedPath} `);
		expect(reportIn(folder).deleted).toEqual([]);

		api.company.changeRow('quotes', id, { title: 'Révisé encore' });
		api.faults.add({
			path: `/quotes/${id}/pdf$`,
			times: 1,
			fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'quotes', id }] },
		});
		expectSucceeded(await runBackup(api, folder));
		const { deleted, changed } = reportIn(folder);
		expect(deleted.map((file) => [file.id, file.state, file.version])).toEqual([
			[id, 'current', 2],
		]);
		expect(changed).toEqual([]);
		const quotes = documentsOf(api, 'quotes');
		expect(figures(folder, 'quotes')).toEqual([quotes, quotes, quotes, 0]);
		expect(pageIn(folder)).toContain('Supprimés dans Sinao');
		for (const { path: file } of folder.manifest().files) expect(folder.read(file)).toBeTruthy();
	});
});

describe('The numbering of invoices in the report', () => {
	const textOf = (...numbers: string[]) =>
		numberSection({
			numbering: findInNumbers(
				numbers.map((number, at) => ({ id: at, number, date: `2024-01-0${at + 1}` })),
			),
			drafts: 0,
			imported: [],
		} as never as ReportData)
			.markup.replace(/<[^>]+>/g, ' ')
			.replace(/\s+/g, ' ');
	const questions = /Rien à expliquer|numéros absents|plusieurs factures|ordre des dates :/g;

	it('says that there is nothing to explain only where nothing is absent, twice or out of order', () => {
		const found = (...numbers: string[]) => textOf(...numbers).match(questions) ?? [];
		expect(found('F1', 'F2', 'F3')).toEqual(['Rien à expliquer']);
		expect(found('F1', 'F2', 'F4')).toEqual(['numéros absents']);
		expect(found('F1', 'F2', 'F2')).toEqual(['plusieurs factures']);
		expect(found('F1', 'F3', 'F2', 'F4')).not.toContain('Rien à expliquer');
	});
});

it('The numbering is examined where none of the PDFs of the invoices could be downloaded', async () => {
	const { api, folder } = await company(158, { ...size, invoices: 3 }, false);
	api.faults.add({ path: '/invoices/\\d+/pdf$', fault: { kind: 'status', status: 404 } });
	expectSucceeded(await runBackup(api, folder), 'incomplete');
	expect(figures(folder, 'invoices')[1]).toBe(0);
	expect(reportIn(folder).numbering).not.toBeNull();
	expect(pageIn(folder)).not.toContain('leur numérotation n’a pas été examinée');
});

it('Amounts in the report: none is empty, and a text that is no number stays as it is', () => {
	expect([null, '1e99', 1234.5].map((value) => amount(value).replace(/\s/g, ' '))).toEqual([
		'',
		'1e99',
		'1 234,50 €',
	]);
	expect(amount(-2, 'USD')).toBe('-2,00 USD');
});

it('The report of a backup that an earlier version began: electronic invoices without what was compared', () => {
	const eInvoice = { format: 'factur-x', profile: 'EN 16931', differences: [], problems: [] };
	const file = {
		...{ resource: 'invoices', kind: 'document', id: 1, number: 'F1', date: '2024-01-01' },
		...{ state: 'current', deletedAt: null, status: 'final', path: 'F1.pdf', eInvoice },
	};
	expect(eInvoiceSummary({ files: [file] as never }).invoices).toMatchObject({
		examined: 1,
		compared: 1,
		withoutAmounts: 0,
		withoutVat: 0,
	});
});

describe('Credit notes and deposits', () => {
	it('are linked where Sinao gives IDs as texts', async () => {
		const { api, folder } = await company(157, { ...size, invoices: 4 }, false);
		const cancelled = api.company.addInvoice();
		const credit = api.company.addInvoice({
			amount: -100,
			avoid_of: { id: cancelled.id, number: cancelled.number },
		});
		api.variants.ids = 'texts';
		expectSucceeded(await runBackup(api, folder));
		const found = reportIn(folder).creditNotes.find(
			({ invoice }) => String(invoice.id) === String(credit.id),
		);
		expect(found?.linkedTo.map(({ id }) => String(id))).toEqual([String(cancelled.id)]);
	});

	it('are linked to their invoices, by whichever of the two says so, and deposits by their quote too', async () => {
		const { api, folder } = await company(156, { ...size, invoices: 4 }, false);
		const add = (fields: Partial<Row> = {}) =>
			api.company.addInvoice({
				avoid_of: null,
				credit_note_id: null,
				downpayments: [],
				related_quote_id: null,
				...fields,
			});
		const cancelled = add();
		const byObject = add({
			amount: -100,
			avoid_of: { id: cancelled.id, number: cancelled.number },
		});
		const byInvoice = add({ amount: -200 });
		const reduced = add({ credit_note_id: byInvoice.id });
		const alone = add({ amount: -300 });
		const deposit = add({ is_downpayment: true });
		const final = add({ downpayments: [{ id: deposit.id, number: deposit.number }] });
		const first = add({ is_downpayment: true, related_quote_id: 999_001 });
		const ordered = add({ related_quote_id: 999_001 });
		const second = add({ is_downpayment: true, related_quote_id: 999_001 });
		const open = add({ is_downpayment: true, related_quote_id: 999_002 });
		expectSucceeded(await runBackup(api, folder));

		const planted = [byObject, byInvoice, alone, deposit, first, second, open].map(({ id }) => id);
		const { creditNotes, deposits } = reportIn(folder);
		const links = (found: ReportData['deposits']) =>
			found
				.filter(({ invoice }) => planted.includes(Number(invoice.id)))
				.map(({ invoice, linkedTo }) => [invoice.id, linkedTo.map(({ id }) => id)]);
		expect(links(creditNotes)).toEqual([
			[byObject.id, [cancelled.id]],
			[byInvoice.id, [reduced.id]],
			[alone.id, []],
		]);
		expect(links(deposits)).toEqual([
			[deposit.id, [final.id]],
			[first.id, [ordered.id]],
			[second.id, [ordered.id]],
			[open.id, []],
		]);
		const page = pageIn(folder);
		const row = (one: Row, other?: Row) =>
			expect(page).toMatch(
				new RegExp(
					`${String(one.number)} \\d\\d/\\d\\d/\\d{4} ${other ? `${String(other.number)} du ` : 'non indiquée par Sinao'}`,
				),
			);
		row(byObject, cancelled);
		row(byInvoice, reduced);
		row(alone);
		row(deposit, final);
		row(second, ordered);
		row(open);
	});
});

it('29 A row that comes again on the next page in a newer version: documents, lists and report have the newer', async () => {
	const { api, folder } = await company(157, { ...size, invoices: 12 }, false);
	const { id } = api.company.lists.invoices[4];
	const when = { path: '/invoices$', after: 1, times: 1 };
	api.faults.add({
		...when,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'invoices', id, changes: { number: 'NEW-1' } }],
		},
	});
	api.faults.add({ ...when, fault: { kind: 'repeatRow' } });
	expectSucceeded(await runBackup(api, folder, { options: { pageSize: 5 } }));
	const files = folder.manifest().files.filter((file) => file.resource === 'invoices');
	expect(files.filter((file) => file.id === id).map((file) => file.number)).toEqual(['NEW-1']);
	expect(files.filter(({ kind }) => kind !== 'document').map(({ rows }) => rows)).toEqual([12, 12]);
	expect(api.requests.filter((each) => each.path.endsWith(`/${id}/pdf`))).toHaveLength(1);
	expect(reportIn(folder).numbering?.single.map(({ number }) => number)).toEqual(['NEW-1']);
});
