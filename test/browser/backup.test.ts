import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { at, listOf } from '../support/api';
import { runBackup } from '../support/backup';
import { browsers, OpenedIndex, sorted, texts } from '../support/browser/indexPage';
import { type PlantedChanges, plantChanges } from '../support/browser/plantedChanges';
import { expectSucceeded, openCompanies } from '../support/companies';

const { company, close } = openCompanies();
const folders = mkdtempSync(path.join(tmpdir(), 'sinao-backup-page-'));
const changed = path.join(folders, 'changed');
/** The company of `npm run demo`, and its backup as the nodes write it. */
let opened: Awaited<ReturnType<typeof company>>;
let planted: PlantedChanges;

beforeAll(async () => {
	opened = await company(1, { invoices: 500, quotes: 300, purchases: 400 });
	const parameters = { otherLists: true };
	expectSucceeded(await runBackup(opened.api, opened.folder, { parameters }));
	cpSync(opened.folder.root, changed, { recursive: true });
	planted = plantChanges(changed, opened.folder.manifest());
}, 300_000);

afterAll(async () => {
	await close();
	rmSync(folders, { recursive: true, force: true });
});

/** A final invoice whose customer and amount no other document has, as Sinao lists it. */
async function uniqueInvoice() {
	const rows = await listOf(opened.api, 'invoices', ['contact_infos']);
	const found = rows
		.map((row) => ({
			id: Number(row.id),
			customer: String(at(row, 'contact_infos.name')),
			cents: Number(row.amount) + Number(row.amount_tax),
			status: row.status,
		}))
		.filter(
			({ customer, status }) => status === 'final' && /^[A-Z][a-z]+ [A-Z][\w ]+$/.test(customer),
		)
		.find(
			({ cents }, _, all) => cents > 0 && all.filter((one) => one.cents === cents).length === 1,
		);
	if (!found) throw new Error('No invoice has a customer and an amount of its own');
	return found;
}

describe.each(browsers)('the index page of a backup in %s', (_, openBrowser) => {
	let index: OpenedIndex;

	beforeAll(async () => {
		index = new OpenedIndex(await openBrowser());
	}, 10 * 60_000);

	afterAll(async () => {
		await index?.browser.close();
	}, 60_000);

	it('finds an invoice by customer and amount, and opens its PDF', async () => {
		const { id, customer, cents } = await uniqueInvoice();
		await index.open(opened.folder.root);
		const amount = (cents / 100).toFixed(2).replace('.', ',');
		expect(await index.search(`${customer.toUpperCase()} ${amount}`)).toEqual([customer]);
		const file = fileURLToPath(await index.browser.follow('#rows a'));
		expect(readFileSync(file)).toEqual(opened.api.document('invoices', id));
	});

	it('links only to files that exist', async () => {
		await index.open(opened.folder.root);
		const addresses = await index.browser.evaluate<string[]>(
			"[...document.querySelectorAll('a')].map(({ href }) => href)",
		);
		expect(addresses.length).toBeGreaterThan(30);
		for (const address of addresses) expect(existsSync(fileURLToPath(address))).toBe(true);
		expect(await index.browser.evaluate(texts('.links a'))).toContain('Rapport de sauvegarde');
	});

	it('finds every file intact, of the documents and of the lists', async () => {
		await index.open(opened.folder.root);
		const { verdict, ...lists } = await index.check(opened.folder.root);
		expect(lists).toEqual({ modified: [], missing: [], unknown: [] });
		expect(verdict[0]).toContain('Tous les fichiers sont intacts');
	});

	it('names each of 100 planted changes', async () => {
		await index.open(changed);
		const { verdict, ...lists } = await index.check(changed);
		expect(sorted(lists)).toEqual(sorted(planted));
		expect(verdict[0]).toContain('70 à examiner');
	});
});
