import { run } from '../../support/api';
import { cleanUp, fileOf } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import { subscriptionPdf } from '../../support/sinao/api/lists';
import type { Variants } from '../../support/sinao/variants';

/** The PDFs of what Sinao itself billed, to which only a link in the row leads (docs/sinao-api.md, Files). */
let api: SinaoServer;

async function start(form: Variants['subscriptionPdf']): Promise<void> {
	api = await startSinao({
		seed: 8,
		size: { newerLists: 7 },
		variants: { subscriptionPdf: form, strictContract: form !== 'ownHost' },
	});
}

afterEach(async () => await api.close());

afterAll(cleanUp);

async function download(options = {}) {
	const { outputs, hints, error } = await run(api, 'sinaoRecords', {
		resource: 'subscriptionInvoices',
		operation: 'downloadPdf',
		options: { firstWait: 1, maximumTries: 3, parallelDownloads: 2, ...options },
	});
	expect(error).toBeUndefined();
	return { files: outputs[0], missing: outputs[1], hints: hints.map(({ message }) => message) };
}

/** The rows with a PDF in the order of the list, which has the newest first. */
const withPdf = () =>
	api.company.lists['subscription/invoices'].filter(({ pdf_url }) => pdf_url).reverse();

/** Expects every PDF that there is, byte for byte. */
async function expectAll(files: Awaited<ReturnType<typeof download>>['files']): Promise<void> {
	expect(files.map(({ json }) => (json.document as { id: number }).id)).toEqual(
		withPdf().map(({ id }) => id),
	);
	for (const [index, row] of withPdf().entries())
		expect((await fileOf(files[index])).equals(subscriptionPdf(row))).toBe(true);
}

describe('Download Subscription Invoice PDFs', () => {
	it('follows a signed link to another host, which receives no key, and keeps the link out of all output', async () => {
		await start('otherHost');
		const { files, missing, hints } = await download();
		await expectAll(files);
		expect(missing).toEqual([]);
		expect(hints).toEqual(['No PDF in Sinao for 2 subscription invoices.']);
		expect(files.at(-1)?.json).toMatchObject({
			folder: 'Factures Sinao/2022',
			fileName: expect.stringMatching(/^2022-\d\d-\d\d SIN-2024-0001 \(\d+\)\.pdf$/),
		});
		expect(api.storage.requests).toHaveLength(5);
		expect(JSON.stringify(api.storage.requests)).not.toContain(api.apiKey);
		expect(JSON.stringify(files.map(({ json }) => json))).not.toMatch(/signature|127\.0\.0\.1/);
		// The rows, the links, and the rows once more: not a request for each PDF.
		expect(api.requests.filter(({ path }) => path.endsWith('/invoices'))).toHaveLength(3);
		expect(api.contractViolations).toEqual([]);
	});

	it('follows a link without a host to Sinao itself, with the key', async () => {
		await start('ownHost');
		const { files, missing } = await download();
		await expectAll(files);
		expect(missing).toEqual([]);
		const requests = api.requests.filter(({ path }) => path.endsWith('/pdf'));
		expect(requests.map(({ headers }) => headers['api-key'])).toEqual(
			withPdf().map(() => api.apiKey),
		);
		expect(api.storage.requests).toEqual([]);
	});

	it('requests a new link if the first one has expired', async () => {
		await start('expiring');
		const { files, missing } = await download();
		await expectAll(files);
		expect(missing).toEqual([]);
	});

	it('lists a PDF whose link leads to nothing on Missing', async () => {
		await start('expired');
		const { files, missing, hints } = await download();
		expect(files).toEqual([]);
		expect(missing.map(({ json }) => [json.document, json.reason])).toEqual(
			withPdf().map(({ id }) => [expect.objectContaining({ id }), 'serverFault']),
		);
		expect(hints).toContain("5 missing documents. See the 'Missing' output.");
		expect(JSON.stringify(missing)).not.toContain('signature');
	});

	it.each(['page', 'none'] as const)(
		'says that there is no PDF if a row has no link to one (%s)',
		async (form) => {
			await start(form);
			const { files, missing, hints } = await download();
			expect([files, missing]).toEqual([[], []]);
			expect(hints).toEqual(['No PDF in Sinao for 7 subscription invoices.']);
		},
	);

	it('prefers the field of the PDF to that of a page', async () => {
		await start('otherHost');
		const [row] = withPdf();
		api.company.lists['subscription/invoices'].splice(0, 7, row);
		// As Stripe names them, with the page first.
		Object.assign(row, {
			hosted_invoice_url: 'http://127.0.0.1:9/page',
			url: 'http://127.0.0.1:9/',
		});
		const { files } = await download();
		await expectAll(files);
	});

	it('saves invoices without an ID under their number', async () => {
		await start('otherHost');
		api.variants.absentFields = { 'subscription/invoices': ['id'] };
		const { files, missing } = await download();
		expect(missing).toEqual([]);
		expect(files.map(({ json }) => (json.document as { id: string }).id)).toEqual(
			withPdf().map(({ number }) => number),
		);
	});

	it('a link that does not accept the key is one missing PDF, and ends nothing', async () => {
		await start('ownHost');
		const [, refused] = withPdf();
		api.faults.add({ path: `/${refused.id}/pdf$`, fault: { kind: 'status', status: 401 } });
		const { files, missing } = await download();
		expect(files).toHaveLength(withPdf().length - 1);
		expect(missing.map(({ json }) => [json.document, json.reason])).toEqual([
			[expect.objectContaining({ id: refused.id }), 'forbidden'],
		]);
	});

	it('invoices that nothing identifies are missing, and not deleted', async () => {
		await start('otherHost');
		api.variants.absentFields = { 'subscription/invoices': ['id', 'number', 'billed_at'] };
		const { files, missing } = await download();
		expect(files).toEqual([]);
		expect(missing.map(({ json }) => json.reason)).toEqual(['invalidJson']);
	});

	it('a draft whose link leads to no PDF has none yet', async () => {
		await start('none');
		const [row] = api.company.lists['subscription/invoices'];
		Object.assign(row, { status: 'draft', lines: { url: '/v1/invoices/in_1/lines' } });
		const { files, missing, hints } = await download();
		expect([files, missing]).toEqual([[], []]);
		expect(hints).toEqual(['No PDF in Sinao for 7 subscription invoices.']);
	});

	it('no link that gives access is in a file, wherever it is in the row', async () => {
		await start('none');
		const [row] = api.company.lists['subscription/invoices'];
		Object.assign(row, {
			files: [{ href: 'https://files.example/x?sig=SECRET' }, { name: 'Facture' }],
			charge: { receipt_url: 'https://pay.example/r?s=SECRET', paid: true },
			relative: '/f/x.pdf?signature=SECRET',
			inPath: `https://files.example/dl/${'SECRET'.repeat(8)}/x.pdf`,
			site: 'https://sinao.example/aide',
		});
		const { outputs } = await run(api, 'sinaoRecords', {
			resource: 'subscriptionInvoices',
			operation: 'exportJsonLines',
		});
		const text = (await fileOf(outputs[0][0])).toString();
		expect(text).not.toContain('SECRET');
		expect(text).toContain('"files":[{},{"name":"Facture"}]');
		expect(text).toContain('"charge":{"paid":true}');
		expect(text).toContain('https://sinao.example/aide');
	});
});
