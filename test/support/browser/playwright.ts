import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

import { ensureProgram } from '../debian';

/** A real Chromium with a profile of its own. */
export interface Browser {
	context: BrowserContext;
	page: Page;
	/** Ends the browser and removes its profile. */
	close(): Promise<void>;
}

const parameters = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Opens Debian's Chromium, without a window, on a screen of this size; `scale` is the number of pixels per CSS pixel. */
export async function openBrowser(
	viewport: { width: number; height: number },
	scale = 1,
): Promise<Browser> {
	const profile = await mkdtemp(path.join(tmpdir(), 'sinao-browser-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: await ensureProgram('chromium', ['chromium']),
		args: parameters,
		// Without a UTF-8 locale, Chromium on Linux cannot read files with accents in their names.
		env: { ...process.env, LC_ALL: 'C.UTF-8' },
		viewport,
		deviceScaleFactor: scale,
	});
	context.setDefaultTimeout(120_000);
	return {
		context,
		page: context.pages()[0] ?? (await context.newPage()),
		async close() {
			await context.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
