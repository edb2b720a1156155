import { createHash } from 'node:crypto';
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type * as IndexPage from '../../nodes/SinaoBackup/indexPage';
import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import { openChromium } from '../support/browser/chromium';
import type { Driver } from '../support/browser/driver';
import { openFirefox } from '../support/browser/firefox';
import { wanted, writeBackup } from '../support/browser/manyDocuments';

const { indexData, indexPage } = jest.requireActual<typeof IndexPage>(
	'../../dist/nodes/SinaoBackup/indexPage',
);

/** A folder with spaces, accents and signs that addresses treat specially. */
const folders = mkdtempSync(path.join(tmpdir(), 'sinao index #é% '));
const waiting = (condition: string) =>
	`(async () => { while (!(${condition})) await new Promise(requestAnimationFrame); })()`;
const texts = (selector: string) =>
	`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`;

function makeBackup(name: string, documents: number): { root: string; manifest: Manifest } {
	const root = path.join(folders, name);
	mkdirSync(root, { recursive: true });
	const manifest = writeBackup(root, documents);
	writeFileSync(path.join(root, 'index.html'), indexPage(indexData(manifest)));
	return { root, manifest };
}

/** Changes 100 files: 40 modified (half of them in the same size), 30 deleted, 30 added. */
function plantChanges({ root, manifest }: ReturnType<typeof makeBackup>) {
	const step = Math.floor(manifest.files.length / 70);
	const paths = Array.from({ length: 70 }, (_, index) => manifest.files[index * step + 1].path);
	const [modified, missing] = [paths.slice(0, 40), paths.slice(40)];
	modified.forEach((file, index) => {
		const target = path.join(root, file);
		if (index % 2) appendFileSync(target, ' ');
		else writeFileSync(target, readFileSync(target, 'latin1').replace('1.4', '1.7'), 'latin1');
	});
	for (const file of missing) rmSync(path.join(root, file));
	const unknown = Array.from({ length: 30 }, (_, index) => `Factures/2020/intrus ${index} é.pdf`);
	for (const file of unknown) writeFileSync(path.join(root, file), 'intrus');
	return { modified, missing, unknown };
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
const planted = plantChanges(changed);
const untouched = makeBackup('above/untouched', 300);
makeLarge(untouched.manifest.files[3].path);
writeFileSync(path.join(untouched.root, 'index.html'), indexPage(indexData(untouched.manifest)));
writeFileSync(path.join(folders, 'above', 'autre.txt'), 'hors de la sauvegarde');
renameAsMacOsDoes(untouched.manifest.files[1].path);

/** Made when it is first needed, as it takes long. */
let large: { backup: ReturnType<typeof makeBackup>; planted: typeof planted } | undefined;

function largeBackup() {
	if (large) return large;
	const backup = makeBackup('large', 50_000);
	large = { backup, planted: plantChanges(backup) };
	return large;
}

afterAll(() => rmSync(folders, { recursive: true, force: true }));

describe.each([
	['Chromium', openChromium],
	['Firefox', openFirefox],
])('index.html from disk in %s', (name, openBrowser) => {
	let browser: Driver;

	beforeAll(async () => {
		browser = await openBrowser();
	}, 10 * 60_000);

	afterAll(async () => {
		await browser?.close();
	}, 60_000);

	const open = async ({ root }: { root: string }) => {
		await browser.open(path.join(root, 'index.html'));
		await browser.evaluate(waiting("document.querySelector('#rows a')"));
	};
	/** The page shows what is typed with the next frame. */
	const found = async () => {
		await browser.evaluate(
			`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))`,
		);
		return await browser.evaluate<string[]>(texts('#rows tr[role=row] .contact'));
	};
	const search = async (query: string) => {
		await browser.evaluate(`document.getElementById('clear').click()`);
		await browser.type('#search', query);
		return await found();
	};
	const checkFolder = async (root: string) => {
		await browser.chooseFolder('#check', root);
		await browser.evaluate(waiting("document.querySelector('#result strong')"));
		return {
			verdict: await browser.evaluate<string[]>(texts('#result .outcome')),
			modified: await browser.evaluate<string[]>(texts('#modified li')),
			missing: await browser.evaluate<string[]>(texts('#missing li')),
			unknown: await browser.evaluate<string[]>(texts('#unknown li')),
		};
	};
	const sorted = (lists: typeof planted) =>
		Object.values(lists).map((list) => [...list].sort((a, b) => a.localeCompare(b)));

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
		expect(await search(query)).toEqual([wanted.contact]);
		const entry = untouched.manifest.files[17];
		expect(
			fileURLToPath(await browser.evaluate<string>("document.querySelector('#rows a').href")),
		).toBe(path.join(untouched.root, entry.path));
	});

	it('opens the file of the invoice that was found', async () => {
		await open(untouched);
		await search('lemaitre 9331,95');
		const address = await browser.follow('#rows a');
		expect(fileURLToPath(address)).toBe(
			path.join(untouched.root, untouched.manifest.files[17].path),
		);
	});

	it('shows hostile names as text, asks for nothing and runs only its own script', async () => {
		await open(untouched);
		const [requested] = [browser.requests.filter((url) => !url.startsWith('file:'))];
		expect(requested).toEqual([]);
		expect(await search('onerror')).toContain('"><img src=x onerror="window.broken = true"> 5');
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
		expect(await checkFolder(path.dirname(untouched.root))).toMatchObject(names);
		expect(
			await browser.evaluate<string>("document.getElementById('result').textContent"),
		).toContain('1 fichier hors du dossier');
		expect(await browser.evaluate(texts('#result strong'))).toEqual([
			'Tous les fichiers sont intacts',
		]);
	});

	it('names each of 100 planted changes and nothing else', async () => {
		await open(changed);
		const { verdict, ...lists } = await checkFolder(changed.root);
		expect(sorted(lists)).toEqual(sorted(planted));
		expect(verdict[0]).toContain('70 à examiner, 230 intacts');
	});

	it('refuses a folder that is not that of the backup', async () => {
		await open(untouched);
		const { verdict } = await checkFolder(path.join(__dirname, '..', 'browser'));
		expect(verdict[0]).toContain('n’est pas celui de la sauvegarde');
	});

	it('shows the first rows of 50,000 documents and finds one of them within 3 seconds, and names 100 changes', async () => {
		const { backup, planted: plantedInLarge } = largeBackup();
		const begin = Date.now();
		await open(backup);
		const shown = Date.now() - begin;
		await browser.evaluate("document.getElementById('search').focus()");
		await browser.type('#search', 'lemaitre 9331,95');
		expect(await found()).toEqual([wanted.contact]);
		const used = Date.now() - begin;
		process.stderr.write(
			`${name}, 50,000 documents: rows after ${shown} ms, found after ${used} ms\n`,
		);
		expect(used).toBeLessThan(3000);
		const start = Date.now();
		const { verdict, ...lists } = await checkFolder(backup.root);
		process.stderr.write(`${name}, 50,000 documents: checked in ${Date.now() - start} ms\n`);
		expect(sorted(lists)).toEqual(sorted(plantedInLarge));
		expect(verdict[0]).toContain('70 à examiner');
	}, 600_000);

	it('checks the same without WebCrypto', async () => {
		await browser.beforeEachPage(
			"Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });",
		);
		await open(changed);
		expect(await browser.evaluate("crypto.subtle ?? 'absent'")).toBe('absent');
		const { verdict, ...lists } = await checkFolder(changed.root);
		expect(sorted(lists)).toEqual(sorted(planted));
		expect(verdict[0]).toContain('70 à examiner, 230 intacts');
	});
});
