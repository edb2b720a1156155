import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { readSheet } from 'read-excel-file/node';

import type { FileEntry, Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { type Folder, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum, tableOf } from '../../support/companies';
import { pdf } from '../../support/eInvoice/pdfSamples';
import { cii, ubl, ublAttachment } from '../../support/eInvoice/xmlSamples';
import { fileOf } from '../../support/engine';
import type { SinaoServer } from '../../support/sinao';
import type { Row } from '../../support/sinao/types';

const { company, close } = openCompanies();

afterAll(close);

const onlyInvoices = { invoices: 72, quotes: 0, purchases: 0, transactions: 0 };
const onlyPurchases = { invoices: 0, quotes: 0, purchases: 14, transactions: 0 };

const documentsOf = (folder: Folder) =>
	folder.manifest().files.filter(({ kind, state }) => kind === 'document' && state === 'current');
const differencesOf = (files: FileEntry[]) =>
	files.flatMap(({ id, eInvoice }) =>
		(eInvoice?.differences ?? []).map((difference) => ({ id, ...difference })),
	);
const textOf = (folder: Folder, file: string) =>
	folder.read(file).toString('utf8').replace(/\s+/gu, ' ').replace(/&#39;/g, "'");
const finals = (api: SinaoServer) => api.company.lists.invoices.filter(({ number }) => number);
const downloads = ({ requests }: SinaoServer) =>
	requests.filter(
		({ path: address, status }) => /\/(?:pdf|original|download)$/.test(address) && status === 200,
	);

describe('Sales invoices whose PDF contains Factur-X made from their row', () => {
	it.each([
		['extended', 'Factur-X (EXTENDED)'],
		['minimum', 'Factur-X (MINIMUM)'],
	] as const)('finds no difference in %s', async (profile, name) => {
		const { api, folder } = await company(171, { ...onlyInvoices, persons: 5, organizations: 8 });
		api.variants.facturX = profile;
		expectSucceeded(await runBackup(api, folder));
		const documents = documentsOf(folder);
		const { length } = finals(api);
		expect(documents).toHaveLength(length);
		expect(documents.filter(({ eInvoice }) => eInvoice?.format === 'factur-x')).toHaveLength(
			length,
		);
		expect(differencesOf(documents)).toEqual([]);
		const tooLarge = finals(api).filter(({ amount }) => !Number.isSafeInteger(Number(amount)));
		expect(
			documents
				.filter(({ eInvoice }) => eInvoice?.problems.length)
				.map(({ id, eInvoice }) => [id, eInvoice?.problems]),
		).toEqual(tooLarge.map(({ id }) => [id, ['unreadableField']]));
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain(
			`${length} factures sur ${length} examinées contiennent leur XML ${name} ; aucun écart.`,
		);
		expect(report.includes(`TVA par taux non comparée dans ${length} documents`)).toBe(
			profile === 'minimum',
		);
	});

	/** What is changed in the XML of an invoice, and what is to be found. */
	const planted: Array<[string, (row: Row) => Partial<Row>, (row: Row) => IDataObject[]]> = [
		[
			'the number',
			() => ({ number: 'FAC-77777' }),
			({ number }) => [{ field: 'number', xml: 'FAC-77777', sinao: String(number) }],
		],
		[
			'the date',
			() => ({ written_at: '2030-05-31T22:00:00.000000Z' }),
			({ written_at: written }) => [
				{
					field: 'date',
					xml: '2030-06-01',
					sinao: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(
						new Date(String(written)),
					),
				},
			],
		],
		[
			'a cent of the amount before tax',
			({ amount }) => ({ amount: Number(amount) + 1 }),
			(row) => [
				{ field: 'amountBeforeTax', ...cents(Number(row.amount) + 1, Number(row.amount)) },
				{ field: 'amountWithTax', ...cents(totalOf(row) + 1, totalOf(row)) },
			],
		],
		[
			'a cent of the tax',
			({ amount_tax: tax }) => ({ amount_tax: Number(tax) - 1 }),
			(row) => [
				{ field: 'amountTax', ...cents(Number(row.amount_tax) - 1, Number(row.amount_tax)) },
				{ field: 'amountWithTax', ...cents(totalOf(row) - 1, totalOf(row)) },
			],
		],
		[
			'VAT of another rate',
			({ totals }) => ({ totals: { ...(totals as object), taxes: { vat: { 850: 1234 } } } }),
			({ totals }) => {
				const { total, ...rates } = (totals as { taxes: { vat: Record<string, number> } }).taxes
					.vat;
				const found = Object.entries(rates)
					.filter(([, tax]) => Math.abs(tax) > 1)
					.map(([rate, tax]) => ({ field: 'vat', rate: Number(rate) / 100, ...cents(0, tax) }));
				return [...found, { field: 'vat', rate: 8.5, xml: 12.34, sinao: 0 }];
			},
		],
		[
			'the customer',
			() => ({ customer: { name: 'Autre SARL' }, contact_infos: { name: 'Autre SARL' } }),
			({ contact_infos: customer }) => [
				{ field: 'customer', xml: 'Autre SARL', sinao: String((customer as Row).name) },
			],
		],
	];
	const cents = (xml: number, sinao: number) => ({ xml: xml / 100, sinao: sinao / 100 });
	const totalOf = ({ amount, amount_tax: tax }: Row) => Number(amount) + Number(tax);

	it('finds what was changed in the XML, and nothing else', async () => {
		const { api, folder } = await company(172, { ...onlyInvoices, organizations: 8 }, false);
		api.variants.facturX = 'extended';
		const rows = finals(api).filter(
			({ amount, contact_infos: customer }) => Number(amount) > 0 && customer,
		);
		const expected = planted.flatMap(([, change, found], index) => {
			const row = rows[index * 4];
			api.company.xmlFields.set(row.id, change(row));
			return found(row).map((difference) => ({ id: row.id, ...difference }));
		});
		expectSucceeded(await runBackup(api, folder));
		const byId = (all: object[]) =>
			all.map((each) => JSON.stringify(each, Object.keys(each).sort())).sort();
		expect(byId(differencesOf(documentsOf(folder)))).toEqual(byId(expected));

		const report = textOf(folder, 'rapport.html');
		expect(report).toContain(
			`${finals(api).length} factures sur ${finals(api).length} examinées contiennent leur XML Factur-X (EXTENDED) ; ${planted.length} écarts.`,
		);
		expect(report).toMatch(
			/<a href="Factures\/[^"]+">Facture FAC-\d+<\/a><\/td>.*?numéro<\/td><td>FAC-77777<\/td><td>FAC-\d+<\/td>/,
		);
		expect(textOf(folder, 'index.html')).toContain('1 écart · Factur-X (EXTENDED)');
		api.requests.length = 0;
		const before = documentsOf(folder);
		const second = await runBackup(api, folder);
		expectSucceeded(second);
		expect(downloads(api)).toEqual([]);
		expect(second.backUp.outputs[0]).toEqual([]);
		expect(documentsOf(folder)).toEqual(before);
		expect(textOf(folder, 'rapport.html')).toContain(`; ${planted.length} écarts.`);
	});

	it('shows amounts in the currency of the invoice', async () => {
		const { api, folder } = await company(177, { ...onlyInvoices, invoices: 12 }, false);
		api.variants.facturX = 'extended';
		const [row] = finals(api).filter(({ amount }) => Number(amount) > 0);
		api.company.changeRow('invoices', row.id, { currency: 'USD', amount: 123_400, amount_tax: 0 });
		api.company.xmlFields.set(row.id, { amount: 123_401 });
		expectSucceeded(await runBackup(api, folder));
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain('<td>1 234,01 USD</td><td>1 234,00 USD</td>');
		expect(report).not.toContain('1 234,01 €');
		const index = textOf(folder, 'index.html');
		expect(index).toContain('1 234,00 USD');
	});

	it('counts invoices without XML, and names them', async () => {
		const { api, folder } = await company(173, { ...onlyInvoices, invoices: 10 }, false);
		api.variants.facturX = 'none';
		expectSucceeded(await runBackup(api, folder));
		const { length } = finals(api);
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain(
			`0 facture sur ${length} examinées contient leur XML ; rien à comparer avec Sinao.`,
		);
		expect(report).toContain(`${length} factures sans XML : `);
	});

	it('says once what differs in most invoices, and does not count it', async () => {
		const { api, folder } = await company(174, { ...onlyInvoices, invoices: 40 }, false);
		api.variants.facturX = 'extended';
		for (const { id } of finals(api))
			api.company.xmlFields.set(id, { written_at: '2031-01-01T12:00:00.000000Z' });
		expectSucceeded(await runBackup(api, folder));
		const report = textOf(folder, 'rapport.html');
		const { length } = finals(api);
		expect(report).toContain('; aucun autre écart.');
		expect(report).toContain(`Dans ${length} documents, date diffère`);
		expect(report).not.toContain('À expliquer : écarts entre');
	});

	it('makes the backup incomplete with the option, though every file is saved', async () => {
		const { api, folder } = await company(175, { ...onlyInvoices, invoices: 6 }, false);
		const [row] = finals(api);
		api.company.xmlFields.set(row.id, { number: 'FAC-77777' });
		const run = await runBackup(api, folder, { options: { failOnDifferences: true } });
		expectSucceeded(run, 'incomplete');
		expect(run.manifest.outputs[1].map(({ json }) => [json.id, json.reason])).toEqual([
			[row.id, 'differs'],
		]);
		expect(folder.manifest().missing).toEqual([]);
		expect(documentsOf(folder)).toHaveLength(finals(api).length);
		expect(textOf(folder, 'rapport.html')).toContain('Écarts à expliquer');
	});

	it('keeps a manifest of an earlier version valid, and says that its documents were not examined', async () => {
		const { api, folder } = await company(176, { ...onlyInvoices, invoices: 6 }, false);
		expectSucceeded(await runBackup(api, folder));
		const { files, ...manifest } = folder.manifest();
		const earlier: Manifest = {
			...manifest,
			files: files.map(({ eInvoice, ...file }) => file),
		};
		api.requests.length = 0;
		const run = await runBackup(api, folder, { manifest: Buffer.from(JSON.stringify(earlier)) });
		expectSucceeded(run);
		expect(downloads(api)).toEqual([]);
		expect(textOf(folder, 'rapport.html')).toContain(
			`${finals(api).length} documents d’une version antérieure de ce programme, non examinés.`,
		);
		api.company.addInvoice();
		expectSucceeded(await runBackup(api, folder));
		expect(textOf(folder, 'rapport.html')).toContain(
			`${finals(api).length - 1} documents d’une version antérieure de ce programme, non examinés.`,
		);
	});
});

/** What the samples say, as a purchase that was entered right. */
const entered: Partial<Row> = {
	status: 'completed',
	amount: 100_000,
	amount_tax: 12_750,
	vat_detail: { 550: 2_750, 2000: 10_000 },
	currency: 'EUR',
	billed_at: '2026-09-11T22:00:00.000000Z',
	supplier_name: 'FIL ET AIGUILLE',
	supplier: { id: 9, name: 'FIL ET AIGUILLE' },
};
const xml = (text: string) => ({
	bytes: Buffer.from(text),
	contentType: 'application/xml',
	extension: 'xml',
});
const asPdf = (content: Buffer) => ({
	bytes: Buffer.from(content),
	contentType: 'application/pdf',
	extension: 'pdf',
});
const copy = pdf({ ballast: 4_000 });
const withCopy = ubl({ attachments: ublAttachment(copy, 'LISIBLE') });

describe('Purchases', () => {
	/** Uploads originals for the first purchases, all of which are entered as the samples say. */
	async function purchases(
		seed: number,
		...originals: Array<[ReturnType<typeof xml>, Partial<Row>?]>
	) {
		const { api, folder } = await company(seed, onlyPurchases, false);
		const ids = originals.map(([original, row], index) => {
			const { id } = api.company.lists.purchases[index];
			api.company.upload(id, original);
			api.company.changeRow('purchases', id, { ...entered, ...row });
			return id;
		});
		return { api, folder, ids };
	}

	it('tell which originals are electronic, what the others are, and that nothing differs', async () => {
		const { api, folder, ids } = await purchases(
			181,
			[asPdf(pdf({ attachments: [{ bytes: cii() }] }))],
			[xml(cii())],
			[xml(withCopy)],
			[asPdf(pdf({ attachments: [{ bytes: cii() }], trailer: '/Encrypt 95 0 R' }))],
			[xml(ubl().replace('</cbc:ID>', ''))],
			[asPdf(pdf())],
		);
		expectSucceeded(await runBackup(api, folder));
		const found = documentsOf(folder).filter(({ id }) => ids.includes(Number(id)));
		const of = (index: number) => found.find(({ id }) => id === ids[index])?.eInvoice;
		expect(ids.map((_, index) => [of(index)?.format, of(index)?.problems])).toEqual([
			['factur-x', []],
			['cii', []],
			['ubl', []],
			[null, ['encrypted']],
			[null, ['brokenXml']],
			[null, []],
		]);
		expect(differencesOf(found)).toEqual([]);
		expect(of(0)?.invoice).toEqual({
			number: 'F-2026-0042',
			date: '2026-09-12',
			type: 'invoice',
			currency: 'EUR',
			seller: { name: 'Fil & Aiguille SARL', siren: '552081317', vatNumber: 'FR03552081317' },
			buyer: { name: 'Café de l’Été', siren: '732829320', vatNumber: 'FR44732829320' },
			amountBeforeTax: 1000,
			amountTax: 127.5,
			amountWithTax: 1127.5,
			amountDue: 1127.5,
			vat: [
				{ rate: 5.5, base: 500, tax: 27.5 },
				{ rate: 20, base: 500, tax: 100 },
			],
		});
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain('3 originaux électroniques sur');
		expect(report).toContain('PDF chiffré : il n’a pas été lu');
		const index = textOf(folder, 'index.html');
		expect(index).toContain('Factures en XML sans copie lisible (1)');
		for (const shown of [
			'F-2026-0042',
			'Fil &amp; Aiguille SARL',
			'SIREN 552081317',
			'1 127,50 EUR',
		])
			expect(index).toContain(shown);
	});

	it('find what was entered wrong', async () => {
		const { api, folder, ids } = await purchases(
			182,
			[xml(cii()), { amount_tax: 20_000, vat_detail: { 2000: 20_000 } }],
			[
				xml(cii()),
				{ supplier: { id: 8, name: 'Boulangerie Dupont' }, supplier_name: 'Boulangerie Dupont' },
			],
		);
		expectSucceeded(await runBackup(api, folder));
		expect(differencesOf(documentsOf(folder))).toEqual(
			expect.arrayContaining([
				{ id: ids[0], field: 'amountTax', xml: 127.5, sinao: 200 },
				{ id: ids[0], field: 'amountWithTax', xml: 1127.5, sinao: 1200 },
				{ id: ids[0], field: 'vat', rate: 5.5, xml: 27.5, sinao: 0 },
				{ id: ids[0], field: 'vat', rate: 20, xml: 100, sinao: 200 },
				{
					id: ids[1],
					field: 'supplier',
					xml: 'Fil & Aiguille SARL (552081317)',
					sinao: 'Boulangerie Dupont',
				},
			]),
		);
		expect(differencesOf(documentsOf(folder))).toHaveLength(5);
	});

	it('are compared again when their supplier was corrected, and no more when they were deleted', async () => {
		const { api, folder, ids } = await purchases(
			186,
			[xml(cii()), { supplier: { id: 9, name: 'Mercerie' }, supplier_name: undefined }],
			[xml(cii()), { amount: 1 }],
		);
		const options = { failOnDifferences: true };
		expectSucceeded(await runBackup(api, folder, { options }), 'incomplete');
		api.company.changeRow('purchases', ids[0], { supplier: { id: 9, name: 'Fil et Aiguille' } });
		api.company.deleteRow('purchases', ids[1]);
		expectSucceeded(await runBackup(api, folder, { options }));
		expect(documentsOf(folder).find(({ id }) => id === ids[0])?.eInvoice?.differences).toEqual([]);
	});

	it('say what of their XML was not compared', async () => {
		const { api, folder } = await purchases(
			187,
			[
				asPdf(
					pdf({
						attachments: [{ bytes: cii() }, { bytes: cii({ number: 'F-2' }), name: 'b.xml' }],
					}),
				),
			],
			[xml(cii().replaceAll('1127.50', '1127,50'))],
			[asPdf(pdf({ attachments: [{ bytes: ubl() }] }))],
		);
		expectSucceeded(await runBackup(api, folder));
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain('plusieurs factures différentes : une seule a été comparée');
		expect(report).toContain('champ illisible : il n’a pas été comparé');
		expect(report).toContain('1 achat en XML seul');
	});

	it('say which amounts were not compared, and that VAT need not be deducted', async () => {
		const { api, folder } = await purchases(
			199,
			[xml(cii()), { amount_tax: null }],
			[xml(cii()), { amount: '1000.00', vat_detail: { 20: 12_750 } }],
			[xml(cii()), { vat_detail: { 20: 12_750 } }],
			[xml(cii()), { amount: 112_750, amount_tax: 0, vat_detail: {} }],
			[xml(cii())],
		);
		expectSucceeded(await runBackup(api, folder));
		const report = textOf(folder, 'rapport.html');
		expect(report).toContain(
			'Montants non comparés dans 2 documents ; TVA par taux non comparée dans 4 documents.',
		);
		expect(report).toContain(
			'TVA non ou partiellement déduite dans 1 achat : normal en franchise de TVA ou pour certaines dépenses.',
		);
	});

	it('say that what differs in most of them is a habit of whoever entered them', async () => {
		const { api, folder } = await company(200, { ...onlyPurchases, purchases: 30 }, false);
		for (const [index, { id }] of api.company.lists.purchases.entries()) {
			api.company.upload(id, xml(cii()));
			// The first one has another total, too.
			const amount = index ? 112_750 : 112_749;
			api.company.changeRow('purchases', id, { ...entered, amount, amount_tax: 0 });
		}
		expectSucceeded(await runBackup(api, folder));
		expect(textOf(folder, 'rapport.html')).toMatch(
			/Dans 30 documents, [^.:]*TVA diffère : c’est sans doute une habitude de saisie plutôt/,
		);
	});

	it('that nobody has entered yet are not said to agree', async () => {
		const nothing = { status: 'new', amount: 0, amount_tax: 0, vat_detail: {} };
		const one = await purchases(188, [xml(cii()), nothing], [xml(cii())], [xml(ubl()), nothing]);
		expectSucceeded(await runBackup(one.api, one.folder));
		expect(textOf(one.folder, 'rapport.html')).toContain(
			'; aucun écart dans 1 document comparé ; 2 sans rien à comparer dans Sinao.',
		);
		const none = await purchases(189, [xml(cii()), nothing]);
		expectSucceeded(await runBackup(none.api, none.folder));
		const report = textOf(none.folder, 'rapport.html');
		expect(report).toContain('; rien à comparer avec Sinao.');
		expect(report).not.toContain('aucun écart');
	});

	it('with several PDFs and nothing that tells which one is the copy: said, and none is saved as the copy', async () => {
		const two = [pdf({ contents: 'a' }), pdf({ contents: 'b' })].map((each) =>
			ublAttachment(each, '', 'x.pdf'),
		);
		const { api, folder, ids } = await purchases(190, [xml(ubl({ attachments: two.join('') }))]);
		expectSucceeded(await runBackup(api, folder));
		const [original] = documentsOf(folder).filter(({ id }) => id === ids[0]);
		expect(original.eInvoice).toMatchObject({ problems: ['unclearCopy'], hasReadableCopy: false });
		expect(folder.manifest().files.filter(({ kind }) => kind === 'readable')).toEqual([]);
		expect(textOf(folder, 'rapport.html')).toContain(
			'contient plusieurs PDF, sans que rien ne dise lequel est la copie lisible',
		);
	});

	it('save the readable copy of an XML invoice next to it, once', async () => {
		const { api, folder, ids } = await purchases(183, [xml(withCopy)]);
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		const { files, counts } = folder.manifest();
		const original = files.find(({ id, kind }) => id === ids[0] && kind === 'document');
		const readable = files.filter(({ kind }) => kind === 'readable');
		expect(readable).toEqual([
			expect.objectContaining({
				id: ids[0],
				path: original?.path.replace(
					/ [0-9a-f]{8}\.xml$/,
					` - lisible ${createHash('sha256').update(copy).digest('hex').slice(0, 8)}.pdf`,
				),
				derivedFrom: original?.path,
				sha256: createHash('sha256').update(copy).digest('hex'),
			}),
		]);
		expect(folder.read(readable[0].path).equals(copy)).toBe(true);
		expect(folder.read(String(original?.path)).toString()).toBe(withCopy);
		expect(sha256sum(folder)).toBe('');
		const item = run.backUp.outputs[0].find(({ json }) => json.kind === 'readable');
		expect(item?.json.derivedFrom).toBe(original?.path);
		expect(
			counts.find(({ resource, kind }) => resource === 'purchases' && kind === 'document'),
		).toMatchObject({
			asked: files.filter(({ kind }) => kind === 'document').length,
			stored: files.filter(({ kind }) => kind === 'document').length,
		});
		api.requests.length = 0;
		const second = await runBackup(api, folder);
		expectSucceeded(second);
		expect(second.backUp.outputs[0]).toEqual([]);
		expect(downloads(api)).toEqual([]);
		api.company.deleteRow('purchases', ids[0]);
		expectSucceeded(await runBackup(api, folder));
		expect(
			folder.manifest().files.filter(({ id, deletedAt }) => id === ids[0] && deletedAt !== null),
		).toHaveLength(2);
	});

	it('download an original again whose readable copy was not stored', async () => {
		const { api, folder, ids } = await purchases(184, [xml(withCopy)]);
		const run = await runBackup(api, folder, {
			storing: ({ json }) =>
				json.kind === 'readable' ? { json: { error: 'full' } } : { json: { success: true } },
		});
		expectSucceeded(run, 'incomplete');
		expect(run.manifest.outputs[1].map(({ json }) => [json.kind, json.reason])).toEqual([
			['readable', 'notStored'],
		]);
		expectSucceeded(await runBackup(api, folder));
		const mine = folder.manifest().files.filter(({ id }) => id === ids[0]);
		expect(mine.map(({ kind, version, state }) => [kind, version, state])).toEqual([
			['readable', 1, 'current'],
			['document', 1, 'current'],
		]);
	});

	it('replace the readable copy together with its original', async () => {
		const { api, folder, ids } = await purchases(185, [xml(withCopy)]);
		expectSucceeded(await runBackup(api, folder));
		api.company.upload(ids[0], xml(ubl({ number: 'F-2026-0043' })));
		expectSucceeded(await runBackup(api, folder));
		const mine = folder.manifest().files.filter(({ id }) => id === ids[0]);
		expect(mine.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
			'document current',
			'document replaced',
			'readable replaced',
		]);
	});
});

describe('The lists of a backup say what the electronic invoice of each document says', () => {
	const titles = ['Facture électronique', 'Profil', 'Écart'];
	/** The newest CSV of a list, by the id of its rows. */
	const listIn = (folder: Folder, resource: string, delimiter = ';') => {
		const list = folder
			.manifest()
			.files.find(
				(file) => file.resource === resource && file.kind === 'csv' && file.state === 'current',
			);
		const rows = tableOf(folder.read(String(list?.path)), delimiter);
		return {
			header: Object.keys(rows[0]),
			byId: new Map(rows.map((row) => [row['Identifiant Sinao'], row])),
		};
	};
	const parameters = { documents: ['invoices', 'quotes'], lists: ['invoices', 'quotes'] };

	it('in French Excel, also of documents that an earlier run saved', async () => {
		const { api, folder } = await company(194, { ...onlyInvoices, invoices: 12, quotes: 3 }, false);
		api.variants.facturX = 'extended';
		const [first, second, third] = finals(api);
		api.company.xmlFields.set(first.id, { number: 'FAC-77777' });
		api.company.xmlFields.set(second.id, { amount_tax: Number(second.amount_tax) - 1 });
		const cellsOf = (id: number) => {
			const row = listIn(folder, 'invoices').byId.get(String(id));
			return titles.map((title) => row?.[title]);
		};
		const euros = (cents: number) =>
			`${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, '0')}`;
		const tax = Number(second.amount_tax);
		const total = tax + Number(second.amount);
		const expectCells = () => {
			expect(listIn(folder, 'invoices').header.slice(-4)).toEqual([...titles, 'Fichier']);
			expect(cellsOf(first.id)).toEqual([
				'Factur-X',
				'EXTENDED',
				`numéro : FAC-77777 (XML), ${String(first.number)} (Sinao)`,
			]);
			expect(cellsOf(second.id)).toEqual([
				'Factur-X',
				'EXTENDED',
				`TVA : ${euros(tax - 1)} (XML), ${euros(tax)} (Sinao) ; montant TTC : ${euros(total - 1)} (XML), ${euros(total)} (Sinao)`,
			]);
			expect(cellsOf(third.id)).toEqual(['Factur-X', 'EXTENDED', '']);
			for (const { id, number } of api.company.lists.invoices)
				if (!number) expect(cellsOf(id)).toEqual(['', '', '']);
		};
		expectSucceeded(await runBackup(api, folder, { parameters }));
		expectCells();
		expect(listIn(folder, 'quotes').header.filter((title) => titles.includes(title))).toEqual([]);

		const { id } = api.company.addInvoice();
		api.requests.length = 0;
		expectSucceeded(await runBackup(api, folder, { parameters }));
		expect(downloads(api)).toHaveLength(1);
		expectCells();
		expect(cellsOf(id)).toEqual(['Factur-X', 'EXTENDED', '']);
	});

	it('in an Excel workbook', async () => {
		const { api, folder } = await company(198, { ...onlyInvoices, invoices: 6 }, false);
		api.variants.facturX = 'extended';
		const [row, other] = finals(api);
		api.company.xmlFields.set(row.id, {
			number: 'FAC-77777',
			amount_tax: Number(row.amount_tax) + 1,
		});
		expectSucceeded(
			await runBackup(api, folder, { parameters: { ...parameters, listFormats: ['xlsx'] } }),
		);
		const file = folder
			.manifest()
			.files.find(({ resource, kind }) => resource === 'invoices' && kind === 'xlsx');
		const [header, ...rows] = await readSheet(folder.read(String(file?.path)));
		expect(header.slice(-4)).toEqual([...titles, 'Fichier']);
		const cellsOf = ({ number }: Row) =>
			rows.find((cells) => cells[header.indexOf('Numéro')] === number)?.slice(-4, -1);
		expect(cellsOf(row)).toEqual([
			'Factur-X',
			'EXTENDED',
			expect.stringMatching(
				/^numéro : FAC-77777 \(XML\), .+ \(Sinao\) ; TVA : -?\d+,\d\d \(XML\), -?\d+,\d\d \(Sinao\) ; montant TTC : /,
			),
		]);
		expect(cellsOf(other)).toEqual(['Factur-X', 'EXTENDED', null]);
	});

	it('for programs, and not in lists without documents', async () => {
		const { api, folder } = await company(195, { ...onlyInvoices, invoices: 5 }, false);
		api.variants.facturX = 'extended';
		const [row, other] = finals(api);
		api.company.xmlFields.set(row.id, { number: 'FAC-77777' });
		const options = { csvFormat: 'standard' };
		expectSucceeded(await runBackup(api, folder, { parameters, options }));
		const { byId } = listIn(folder, 'invoices', ',');
		expect(byId.get(String(row.id))).toMatchObject({
			'Facture électronique': 'factur-x',
			Écart: JSON.stringify([{ field: 'number', xml: 'FAC-77777', sinao: row.number }]),
		});
		expect(byId.get(String(other.id))).toMatchObject({ Écart: '' });

		const without = await company(196, { ...onlyInvoices, invoices: 5 }, false);
		expectSucceeded(
			await runBackup(without.api, without.folder, {
				parameters: { ...parameters, documents: ['quotes'] },
			}),
		);
		expect(listIn(without.folder, 'invoices').header).not.toEqual(
			expect.arrayContaining([titles[0]]),
		);
	});

	it('with why none was read', async () => {
		const { api, folder } = await company(197, onlyPurchases, false);
		const originals = [
			asPdf(pdf({ attachments: [{ bytes: cii() }], trailer: '/Encrypt 95 0 R' })),
			xml(ubl().replace('</cbc:ID>', '')),
			asPdf(pdf()),
			xml(ubl()),
		];
		const ids = originals.map((original, index) => {
			const { id } = api.company.lists.purchases[index];
			api.company.upload(id, original);
			api.company.changeRow('purchases', id, entered);
			return id;
		});
		expectSucceeded(await runBackup(api, folder));
		const { byId } = listIn(folder, 'purchases');
		expect(ids.map((id) => titles.map((title) => byId.get(String(id))?.[title]))).toEqual([
			['PDF chiffré', '', ''],
			['illisible', '', ''],
			['non', '', ''],
			['UBL', 'EN 16931', ''],
		]);
	});
});

describe('The report', () => {
	it('says until when to keep the documents', async () => {
		const { api, folder } = await company(191, { ...onlyInvoices, invoices: 3 }, false);
		api.company.addInvoice({ written_at: '2026-03-01T09:00:00.000000Z' });
		expectSucceeded(await runBackup(api, folder));
		expect(textOf(folder, 'rapport.html')).toContain(
			'les documents de 2026 se gardent jusqu’au 31/12/2036 ; ceux de 2022, jusqu’au 31/12/2032',
		);
		expect(textOf(folder, 'rapport.html')).not.toContain('Quitter Sinao</h2>');
	});

	it('lists what is done and what is open for leaving Sinao, as the template for it asks', async () => {
		const { api, folder } = await company(192, { invoices: 4, quotes: 2, purchases: 2 }, false);
		const run = async (...more: string[]) => {
			expectSucceeded(
				await runBackup(api, folder, {
					parameters: {
						otherLists: true,
						documents: ['invoices', 'purchases', 'quotes', ...more],
					},
					options: { leavingChecklist: true },
				}),
			);
			const [, section] = textOf(folder, 'rapport.html').split('Quitter Sinao</h2>');
			return section.split('Reste à faire</h3>');
		};
		expect((await run())[1]).toContain('abonnement Sinao');
		const { 'subscription/invoices': own } = api.company.lists;
		expect(own.map(({ pdf_url: link }) => link)).toContain(null);
		expect((await run('subscriptionInvoices'))[1]).toContain('abonnement Sinao');
		for (const { id, pdf_url: link } of [...own])
			if (!link) api.company.deleteRow('subscription/invoices', id);
		const [done, open] = await run('subscriptionInvoices');
		expect(open).not.toContain('abonnement Sinao');
		for (const text of ['Listes du guide de Sinao', 'PDF des factures', 'abonnement Sinao'])
			expect(done).toContain(text);
		for (const text of ['plateforme agréée', 'e-reporting', 'FEC', 'par écrit', 'second endroit'])
			expect(open).toContain(text);
		const template = readFileSync(
			path.join(__dirname, '../../../templates/leaving-sinao-sftp.json'),
			'utf8',
		);
		expect(template).toContain('"leavingChecklist": true');
	});
});

it('The readable copy of a purchase reaches the next node as a PDF', async () => {
	const { api, folder } = await company(193, onlyPurchases, false);
	const [{ id }] = api.company.lists.purchases;
	api.company.upload(id, xml(withCopy));
	const run = await runBackup(api, folder);
	const item = run.backUp.outputs[0].find(({ json }) => json.kind === 'readable');
	expect(item?.binary?.data.mimeType).toBe('application/pdf');
	expect(item && (await fileOf(item)).equals(copy)).toBe(true);
});
