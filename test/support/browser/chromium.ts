import { pathToFileURL } from 'node:url';

import { openBrowser } from './playwright';
import type { Driver } from './driver';

/** Debian's Chromium. */
export async function openChromium(): Promise<Driver> {
	const { context, page, close } = await openBrowser({ width: 1280, height: 900 });
	const requests: string[] = [];
	page.on('request', (request) => requests.push(request.url()));
	return {
		requests,
		close,
		async open(file) {
			await page.goto(pathToFileURL(file).href);
		},
		evaluate: async (expression) => await page.evaluate(expression),
		type: async (selector, text) => await page.locator(selector).pressSequentially(text),
		click: async (selector) => await page.locator(selector).click(),
		async chooseFolder(button, folder) {
			const [chooser] = await Promise.all([
				page.waitForEvent('filechooser'),
				page.locator(button).click(),
			]);
			await chooser.setFiles(folder);
		},
		async follow(selector) {
			const [opened] = await Promise.all([
				context.waitForEvent('page'),
				page.locator(selector).click(),
			]);
			await opened.waitForURL(/^file:/);
			const url = opened.url();
			await opened.close();
			return url;
		},
		print: async () => await page.pdf({ format: 'A4', preferCSSPageSize: true }),
		async beforeEachPage(script) {
			await page.addInitScript(script);
		},
	};
}
