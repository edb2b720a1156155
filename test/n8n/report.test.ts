import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import type { Folder } from '../support/backup';
import { openCompanies } from '../support/companies';
import { backUpLivedInCompany } from '../support/livedIn';
import { verifyFolder } from '../support/verification';
import { fileOf } from '../support/engine';
import { type Browser, openBrowser } from '../support/browser/playwright';

/** The width of A4 within the page's margins, in CSS pixels. */
const paper = { width: Math.floor(((210 - 2 * 14) / 25.4) * 96), height: 1000 };
const screen = { width: 1280, height: 900 };

const companies = openCompanies();
let folder: Folder;
let browser: Browser;
const requests: string[] = [];

beforeAll(async () => {
	({ folder } = await backUpLivedInCompany(companies));
	const { path: cut } = folder.manifest().files.find(({ kind }) => kind === 'document') ?? {
		path: '',
	};
	folder.write(cut, folder.read(cut).subarray(0, 100));
	folder.write('verification.html', await fileOf((await verifyFolder(folder)).outputs[2][0]));
	browser = await openBrowser(screen);
	browser.page.on('request', (request) => requests.push(request.url()));
}, 10 * 60_000);

afterAll(async () => {
	await browser?.close();
	await companies.close();
}, 60_000);

/** Elements that are wider than the page, and cells and titles whose words are cut; tables that scroll by themselves hold what they need. */
async function cutElements(): Promise<string[]> {
	return await browser.page.evaluate(`[...document.querySelectorAll('body *')].filter((element) => {
		const table = element.closest('table');
		if (table && getComputedStyle(table).overflowX === 'auto') return table.getBoundingClientRect().right > document.documentElement.clientWidth;
		const { right, left } = element.getBoundingClientRect();
		return right > document.documentElement.clientWidth + 1 || left < 0 || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
	}).map((element) => element.outerHTML.slice(0, 200))`);
}

const headings = async () => await browser.page.locator('h1, h2, h3').allInnerTexts();

it('the links of the report lead to files of the backup, and are no blue lines on paper', async () => {
	await browser.page.goto(pathToFileURL(path.join(folder.root, 'rapport.html')).href);
	const links = browser.page.locator('a');
	const addresses = await links.evaluateAll((all) =>
		all.map((each) => (each as unknown as { href: string }).href),
	);
	const names = addresses.map((address) => path.relative(folder.root, fileURLToPath(address)));
	expect(names.length).toBeGreaterThan(10);
	expect(names.filter((name) => !existsSync(path.join(folder.root, name)))).toEqual([]);
	const styleOf = async (media: 'print' | 'screen') => {
		await browser.page.emulateMedia({ media });
		return await browser.page.evaluate(
			"(({ color, textDecorationLine }) => [color, textDecorationLine])(getComputedStyle(document.querySelector('td a')))",
		);
	};
	expect(await styleOf('screen')).toEqual(['rgb(11, 79, 138)', 'underline']);
	expect(await styleOf('print')).toEqual(['rgb(29, 37, 48)', 'none']);
	await links.filter({ hasText: 'index.html' }).first().click();
	expect(browser.page.url()).toBe(addresses[names.indexOf('index.html')]);
});

describe.each([
	[
		'rapport.html',
		[
			'Rapport de sauvegarde Sinao n° 2',
			'Ce qui est sauvegardé',
			'Ce qui manque',
			'Numérotation des factures',
			'À expliquer : numéros absents',
			'À expliquer : un même numéro sur plusieurs factures',
			'À expliquer : numéros hors de l’ordre des dates',
			'Achats sans justificatif',
			'Avoirs et acomptes',
			'Changements depuis la sauvegarde précédente',
			'Documents modifiés dans Sinao',
			'Supprimés dans Sinao',
			'Preuve et limites',
		],
	],
	['verification.html', ['Vérification de la sauvegarde Sinao n° 2', 'Ce qui diffère']],
])('%s in a browser', (file, expected) => {
	beforeAll(async () => {
		requests.length = 0;
		await browser.page.goto(pathToFileURL(path.join(folder.root, file)).href);
	});

	it.each([
		['on a screen', screen, 'screen'],
		['on a telephone', { width: 390, height: 800 }, 'screen'],
		['on A4 paper', paper, 'print'],
	] as const)('cuts nothing %s', async (_, size, media) => {
		await browser.page.setViewportSize(size);
		await browser.page.emulateMedia({ media });
		expect(await cutElements()).toEqual([]);
	});

	it('has its sections, asks for nothing from elsewhere, and runs no script', async () => {
		const texts = (await headings()).map((text) => text.replaceAll('\u00a0', ' '));
		expect(texts).toEqual(expect.arrayContaining(expected));
		expect(requests.filter((url) => !url.startsWith('file:') || !url.endsWith(file))).toEqual([]);
		expect(await browser.page.locator('script, link, img, iframe').count()).toBe(0);
		expect(await browser.page.locator('html').getAttribute('lang')).toBe('fr');
	});
});

it('the report says in plain words what it is not, and accuses nobody', async () => {
	await browser.page.goto(pathToFileURL(path.join(folder.root, 'rapport.html')).href);
	const text = (await browser.page.locator('body').innerText()).replaceAll('\u00a0', ' ');
	expect(text).toContain(
		'n’est pas un système d’archivage électronique certifié (NF Z42-013, NF 461)',
	);
	expect(text).toContain('Une absence n’est pas une faute en soi');
	expect(text).not.toMatch(/fraude|infraction|irrégularité|illégal|anomalie/i);
	// French puts no line end before these signs.
	expect(
		await browser.page
			.locator('h1, h2, h3, p')
			.evaluateAll((elements) =>
				elements
					.map(({ textContent }) => String(textContent))
					.filter((words) => / [:;?!]/.test(words)),
			),
	).toEqual([]);
});
