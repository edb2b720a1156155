import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type * as IndexPage from '../../nodes/SinaoBackup/indexPage';
import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import type { Driver } from '../support/browser/driver';
import { browsers, OpenedIndex, sorted, texts, waiting } from '../support/browser/indexPage';
import { wanted, writeBackup } from '../support/browser/manyDocuments';
import { plantChanges } from '../support/browser/plantedChanges';
import { ensureProgram } from '../support/debian';
import { succeed } from '../support/processes';

const { indexData, indexPage } = jest.requireActual<typeof IndexPage>(
	'../../dist/nodes/SinaoBackup/indexPage',
);

/** A folder with spaces, accents and signs that addresses treat specially. */
const folders = mkdtempSync(path.join(tmpdir(), 'sinao index #é% '));

function makeBackup(name: string, documents: number): { root: string; manifest: Manifest } {
	const root = path.join(folders, name);
	mkdirSync(root, { recursive: true });
	const manifest = writeBackup(root, documents);
	writeFileSync(path.join(root, 'index.html'), indexPage(indexData(manifest)));
	return { root, manifest };
}

/** Larger than what WebCrypto gets in one piece. */
function makeLarge(file: string): void {
	const bytes = Buffer.alloc(40 * 1024 * 1024 + 7, 'sinao');
	writeFileSync(path.join(folders, 'above/untouched', file), bytes);
	const entry = untouched.manifest.files.find((each) => each.path === file);
	Object.assign(entry ?? {}, {
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
	});
}

/** macOS may give names in the decomposed form of Unicode. */
function renameAsMacOsDoes(file: string): void {
	const target = path.join(untouched.root, file);
	const decomposed = path.join(path.dirname(target), path.basename(target).normalize('NFD'));
	if (decomposed === target) throw new Error(`${file} has no accents`);
	renameSync(target, decomposed);
}

const changed = makeBackup('changed', 300);
const planted = plantChanges(changed.root, changed.manifest);
const untouched = makeBackup('above/untouched', 300);
makeLarge(untouched.manifest.files[3].path);
writeFileSync(path.join(untouched.root, 'index.html'), indexPage(indexData(untouched.manifest)));
writeFileSync(path.join(folders, 'above', 'autre.txt'), 'hors de la sauvegarde');
renameAsMacOsDoes(untouched.manifest.files[1].path);
/** A flat backup, whose pages are sorted first, with pages that an earlier backup left behind. */
const flat = makeBackup('flat', 20);
for (const name of ['rapport.html', 'LISEZMOI.txt', '0 - rapport.html', '0 - LISEZMOI.txt'])
	writeFileSync(path.join(flat.root, name), 'rapport');
writeFileSync(
	path.join(flat.root, '0 - index.html'),
	indexPage(indexData({ ...flat.manifest, pagePrefix: '0 - ' })),
);
for (const name of ['~$Factures.xlsx', '.~lock.Factures.xlsx#', 'Thumbs.db'])
	writeFileSync(path.join(untouched.root, 'Factures', name), '');

/** Made when it is first needed, as it takes long. */
let large: { backup: ReturnType<typeof makeBackup>; planted: typeof planted } | undefined;

function largeBackup() {
	if (large) return large;
	const backup = makeBackup('large', 50_000);
	large = { backup, planted: plantChanges(backup.root, backup.manifest) };
	return large;
}

afterAll(() => rmSync(folders, { recursive: true, force: true }));

describe.each(browsers)('index.html from disk in %s', (name, openBrowser) => {
	let browser: Driver;
	let index: OpenedIndex;

	beforeAll(async () => {
		browser = await openBrowser();
		index = new OpenedIndex(browser);
	}, 10 * 60_000);

	afterAll(async () => {
		await browser?.close();
	}, 60_000);

	const open = async ({ root }: { root: string }) => await index.open(root);

	it.each([
		'lemaître 9331,95',
		'LEMAITRE 9 331,95',
		'9331.95 etablissements',
		'9\u202f331,95 €',
		'facture F-2024-000017',
		'établissements lemaitre 18/06/2024',
		'lemaitre 18 juin 2024',
	])('finds an invoice by %s', async (query) => {
		await open(untouched);
		expect(await index.search(query)).toEqual([wanted.contact]);
		const entry = untouched.manifest.files[17];
		expect(
			fileURLToPath(await browser.evaluate<string>("document.querySelector('#rows a').href")),
		).toBe(path.join(untouched.root, entry.path));
	});

	it('opens the file of the invoice that was found', async () => {
		await open(untouched);
		await index.search('lemaitre 9331,95');
		const address = await browser.follow('#rows a');
		expect(fileURLToPath(address)).toBe(
			path.join(untouched.root, untouched.manifest.files[17].path),
		);
	});

	it('shows hostile names as text, asks for nothing and runs only its own script', async () => {
		await open(untouched);
		const [requested] = [browser.requests.filter((url) => !url.startsWith('file:'))];
		expect(requested).toEqual([]);
		expect(await index.search('onerror')).toContain(
			'"><img src=x onerror="window.broken = true"> 5',
		);
		expect(await browser.evaluate('[window.broken ?? null, document.images.length]')).toEqual([
			null,
			0,
		]);
		expect(await browser.evaluate(texts('h1'))).toEqual([
			'Documents de Atelier <b>Bernard</b> & "Fils"',
		]);
		await browser.evaluate(
			"(() => { const script = document.createElement('script'); script.textContent = 'window.broken = true'; document.body.append(script); })()",
		);
		expect(await browser.evaluate('window.broken ?? null')).toBeNull();
	});

	it('filters, sorts and adds up what is shown', async () => {
		await open(untouched);
		await browser.evaluate(
			"(() => { const year = document.getElementById('year'); year.value = '2024'; year.dispatchEvent(new Event('change')); })()",
		);
		await browser.click('th.amount button');
		const cents = untouched.manifest.files
			.filter(({ date }) => date?.startsWith('2024'))
			.map(({ amountWithTax }) => Math.round(Number(amountWithTax) * 100));
		const plain = (text: string) => text.replace(/[^\d,]/g, '').replace(',', '');
		const [total] = await browser.evaluate<string[]>(texts('#totals li'));
		expect(plain(total.split(':')[1])).toBe(String(cents.reduce((sum, each) => sum + each, 0)));
		expect(total).toContain(`(${cents.length})`);
		expect(
			(await browser.evaluate<string[]>(texts('#rows td.amount'))).map((text) =>
				Number(plain(text)),
			),
		).toEqual(
			[...cents]
				.sort((a, b) => b - a)
				.slice(
					0,
					await browser.evaluate<number>("document.querySelectorAll('#rows td.amount').length"),
				),
		);
	});

	it('draws every row for paper, and only what can be seen afterwards', async () => {
		await open(untouched);
		const drawn = async () => (await browser.evaluate<string[]>(texts('#rows td.number'))).length;
		expect(await drawn()).toBeLessThan(100);
		await browser.evaluate("dispatchEvent(new Event('beforeprint'))");
		expect(await drawn()).toBe(untouched.manifest.files.length);
		await browser.evaluate("dispatchEvent(new Event('afterprint'))");
		expect(await drawn()).toBeLessThan(100);
	});

	it('prints each document once, on pages with headings', async () => {
		await open(untouched);
		const pdf = path.join(folders, `${name}.pdf`);
		writeFileSync(pdf, await browser.print());
		const program = await ensureProgram('pdftotext', ['poppler-utils']);
		const text = await succeed(program, ['-layout', pdf, '-']);
		const pages = text.split('\f').slice(0, -1);
		const numbersOn = (page: string) => page.match(/F-\d{4}-\d{6}/g) ?? [];
		const withRows = pages.filter((page) => numbersOn(page).length);
		expect(withRows.length).toBeGreaterThan(3);
		for (const page of withRows)
			expect(page).toMatch(/Type +Numéro +Date.*Client ou fournisseur +Montant/);
		expect(pages.flatMap(numbersOn).sort()).toEqual(
			untouched.manifest.files.map(({ number }) => number).sort(),
		);
		// With a wide font the title takes two lines.
		expect(pages[0].replace(/\s+/g, ' ')).toContain('Documents de Atelier <b>Bernard</b> & "Fils"');
		expect(text).not.toMatch(/Vérifier|Recherche/);
	});

	it('reaches the oldest document at the end of the page', async () => {
		await open(untouched);
		await browser.evaluate('scrollTo(0, document.body.scrollHeight)');
		await browser.evaluate(waiting('document.querySelector(\'#rows tr[aria-rowindex="301"]\')'));
		const oldest = [...untouched.manifest.files].sort((a, b) =>
			String(a.date).localeCompare(String(b.date)),
		)[0];
		expect(
			await browser.evaluate(
				'document.querySelector(\'#rows tr[aria-rowindex="301"] .date\').textContent',
			),
		).toBe(oldest.date?.split('-').reverse().join('/'));
	});

	it('finds everything intact that is, wherever in the chosen folder the backup is', async () => {
		await open(untouched);
		const names = { modified: [], missing: [], unknown: [] };
		expect(await index.check(path.dirname(untouched.root))).toMatchObject(names);
		expect(
			await browser.evaluate<string>("document.getElementById('result').textContent"),
		).toContain('1 fichier hors du dossier');
		expect(await browser.evaluate(texts('#result strong'))).toEqual([
			'Tous les fichiers sont intacts',
		]);
	});

	it('does not know pages with other names than its own', async () => {
		await index.open(flat.root, '0 - index.html');
		expect((await index.check(flat.root)).unknown.sort()).toEqual([
			'LISEZMOI.txt',
			'index.html',
			'rapport.html',
		]);
		await open(flat);
		expect((await index.check(flat.root)).unknown.sort()).toEqual([
			'0 - LISEZMOI.txt',
			'0 - index.html',
			'0 - rapport.html',
		]);
	});

	it('links to the pages next to it', async () => {
		await index.open(flat.root, '0 - index.html');
		const addresses = await browser.evaluate<string[]>(
			"[...document.querySelectorAll('.links a')].map(({ href }) => href)",
		);
		expect(addresses.map((address) => path.relative(flat.root, fileURLToPath(address)))).toEqual([
			'0 - rapport.html',
			'0 - LISEZMOI.txt',
		]);
	});

	it('names each of 100 planted changes and nothing else', async () => {
		await open(changed);
		const { verdict, ...lists } = await index.check(changed.root);
		expect(sorted(lists)).toEqual(sorted(planted));
		expect(verdict[0]).toContain('70 à examiner, 230 intacts');
	});

	it('refuses a folder that is not that of the backup', async () => {
		await open(untouched);
		const { verdict } = await index.check(path.join(__dirname, '..', 'browser'));
		expect(verdict[0]).toContain('n’est pas celui de la sauvegarde');
	});

	it('shows the first rows of 50,000 documents and finds one of them within 3 seconds, and names 100 changes', async () => {
		const { backup, planted: plantedInLarge } = largeBackup();
		// Other programs may use the processor too: the fastest of three counts.
		const times: number[] = [];
		for (let attempt = 0; attempt < 3; attempt++) {
			const begin = Date.now();
			await open(backup);
			expect(await index.search('lemaitre 9331,95')).toEqual([wanted.contact]);
			times.push(Date.now() - begin);
		}
		process.stderr.write(`${name}, 50,000 documents: found after ${times.join(', ')} ms\n`);
		const start = Date.now();
		const { verdict, ...lists } = await index.check(backup.root);
		process.stderr.write(`${name}, 50,000 documents: checked in ${Date.now() - start} ms\n`);
		expect(sorted(lists)).toEqual(sorted(plantedInLarge));
		expect(verdict[0]).toContain('70 à examiner');
		expect(Math.min(...times)).toBeLessThan(3000);
	}, 600_000);

	it('checks the same without WebCrypto', async () => {
		await browser.beforeEachPage(
			"Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });",
		);
		await open(changed);
		expect(await browser.evaluate("crypto.subtle ?? 'absent'")).toBe('absent');
		const { verdict, ...lists } = await index.check(changed.root);
		expect(sorted(lists)).toEqual(sorted(planted));
		expect(verdict[0]).toContain('70 à examiner, 230 intacts');
	});
});
