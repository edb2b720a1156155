import {
	appendFileSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

import { Folder, runBackup } from '../test/support/backup';
import { openBrowser } from '../test/support/browser/playwright';
import { cleanUp } from '../test/support/engine';
import { projectFolder } from '../test/support/pack';
import { startSinao } from '../test/support/sinao';
import { desktopPicture } from './desktop';

/**
 * Takes the pictures of what a backup contains, and the short film of its index page, from a backup of a simulated
 * company that this command makes.
 *
 *     npm run pictures
 */
const images = path.join(projectFolder, 'docs', 'images', 'backup');
const window = { width: 1200, height: 760 };
const largestFilm = 500_000;

async function makeBackup(folder: Folder): Promise<void> {
	const size = { invoices: 120, quotes: 60, purchases: 80 };
	const api = await startSinao({ seed: 1, size, nasty: false });
	try {
		const parameters = { otherLists: true, listFormats: ['csv', 'jsonl', 'xlsx'] };
		const { error } = await runBackup(api, folder, { parameters });
		if (error) throw error;
	} finally {
		await api.close();
		cleanUp();
	}
}

const settled = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** The folder in a file manager, and the workbook of the invoices in LibreOffice. */
async function desktopPictures(root: string): Promise<void> {
	const folder = await desktopPicture(
		{
			name: 'thunar',
			packages: ['thunar', 'dbus'],
			parameters: [root],
			title: path.basename(root),
			// Without the address and the warning that a file manager shows to root.
			crop: { left: 344, top: 206, width: 2056, height: 980 },
		},
		{ width: 2400, height: 1260 },
	);
	await compress(folder, path.join(images, 'folder.png'));
	const invoices = path.join(root, 'Factures');
	const workbook = readdirSync(invoices).find((name) => name.endsWith('.xlsx')) as string;
	const settings = path.join(path.dirname(root), 'libreoffice');
	const copy = path.join(path.dirname(root), 'Factures.xlsx');
	copyFileSync(path.join(invoices, workbook), copy);
	const list = await desktopPicture(
		{
			name: 'soffice',
			packages: ['libreoffice-calc', 'libreoffice-gtk3', 'dbus'],
			parameters: [
				`-env:UserInstallation=${pathToFileURL(settings).href}`,
				'--norestore',
				'--nologo',
				'--nofirststartwizard',
				'--calc',
				copy,
			],
			title: 'LibreOffice Calc',
		},
		{ width: 2800, height: 1200 },
	);
	await compress(list, path.join(images, 'list.png'));
}

/** The pages of a folder in Chromium, at twice the size of the screen. */
async function pictures(page: Page, root: string): Promise<void> {
	const take = async (name: string) => {
		await page.evaluate(settled);
		await compress(await page.screenshot(), path.join(images, `${name}.png`));
	};
	const open = async (file: string) => await page.goto(pathToFileURL(path.join(root, file)).href);
	await open('rapport.html');
	await take('report');
	await open('index.html');
	await page.locator('#search').pressSequentially(await firstCustomer(page));
	await take('index-search');
	await page.locator('#clear').click();
	damage(root);
	await check(page, root);
	await take('index-check');
}

/** One file modified, one deleted and one added, for the check to find. */
function damage(root: string): void {
	const folder = path.join(root, 'Factures', '2024');
	const [modified, missing] = readdirSync(folder);
	appendFileSync(path.join(folder, modified), ' ');
	copyFileSync(path.join(folder, missing), path.join(folder, `Copie de ${missing}`));
	rmSync(path.join(folder, missing));
}

/** The first word of a customer's name, as a person types it. */
async function firstCustomer(page: Page): Promise<string> {
	const name = await page.locator('#rows .contact').first().textContent();
	return (name ?? '').split(' ')[0].toLowerCase();
}

async function check(page: Page, root: string): Promise<void> {
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.locator('#check').click(),
	]);
	await chooser.setFiles(root);
	await page.locator('#result strong').waitFor();
}

async function compress(png: Buffer, file: string): Promise<void> {
	await sharp(png).png({ palette: true, effort: 10 }).toFile(file);
}

/** A search, a filter and a check, as one sees them. */
async function film(page: Page, root: string): Promise<void> {
	const frames: Buffer[] = [];
	const delay: number[] = [];
	const take = async (milliseconds: number) => {
		await page.evaluate(settled);
		frames.push(await page.screenshot());
		delay.push(milliseconds);
	};
	await page.goto(pathToFileURL(path.join(root, 'index.html')).href);
	await take(1500);
	for (const letter of await firstCustomer(page)) {
		await page.locator('#search').pressSequentially(letter);
		await take(150);
	}
	await take(1200);
	await page.locator('#search').press('Space');
	await page.locator('#year').selectOption({ index: 1 });
	await take(1500);
	await page.locator('#clear').click();
	await take(700);
	await check(page, root);
	await take(3000);
	const file = path.join(images, 'index.gif');
	await sharp(frames, { join: { animated: true } })
		.gif({ delay, loop: 0, colours: 64, dither: 0, effort: 10, interFrameMaxError: 0 })
		.toFile(file);
	const { size } = statSync(file);
	if (size > largestFilm) throw new Error(`${file} has ${size} bytes`);
}

async function main(): Promise<void> {
	mkdirSync(images, { recursive: true });
	const parent = mkdtempSync(path.join(tmpdir(), 'sinao-pictures-'));
	const folder = new Folder(path.join(parent, 'Sauvegarde Sinao'));
	try {
		mkdirSync(folder.root);
		await makeBackup(folder);
		await desktopPictures(folder.root);
		for (const [scale, work] of [
			[1, film],
			[2, pictures],
		] as const) {
			const browser = await openBrowser(window, scale);
			try {
				await work(browser.page, folder.root);
			} finally {
				await browser.close();
			}
		}
	} finally {
		rmSync(parent, { recursive: true, force: true });
	}
}

void main();
