import path from 'node:path';

import { openChromium } from './chromium';
import type { Driver } from './driver';
import { openFirefox } from './firefox';
import type { PlantedChanges } from './plantedChanges';

/** The browsers in which index.html has to work, both from Debian. */
export const browsers: Array<[name: string, open: () => Promise<Driver>]> = [
	['Chromium', openChromium],
	['Firefox', openFirefox],
];

/** Resolves in the page when a condition is true. */
export const waiting = (condition: string) =>
	`(async () => { while (!(${condition})) await new Promise(requestAnimationFrame); })()`;

/** The texts of the elements of a selector. */
export const texts = (selector: string) =>
	`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`;

/** The index page of a backup in a browser, as a person uses it. */
export class OpenedIndex {
	constructor(readonly browser: Driver) {}

	/** Opens the index page of a folder and waits for its first rows. */
	async open(root: string, page = 'index.html'): Promise<void> {
		await this.browser.open(path.join(root, page));
		await this.browser.evaluate(waiting("document.querySelector('#rows a')"));
	}

	/** Types into the search and returns the customers of the rows that are drawn. The page shows what is typed with the next frame. */
	async search(query: string): Promise<string[]> {
		await this.browser.evaluate("document.getElementById('clear').click()");
		await this.browser.type('#search', query);
		await this.browser.evaluate(
			'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))',
		);
		return await this.browser.evaluate(texts('#rows tr[role=row] .contact'));
	}

	/** Presses 'Vérifier', chooses a folder, and returns what the page says of it. */
	async check(root: string): Promise<PlantedChanges & { verdict: string[] }> {
		await this.browser.chooseFolder('#check', root);
		await this.browser.evaluate(waiting("document.querySelector('#result strong')"));
		return {
			verdict: await this.browser.evaluate(texts('#result .outcome')),
			modified: await this.browser.evaluate(texts('#modified li')),
			missing: await this.browser.evaluate(texts('#missing li')),
			unknown: await this.browser.evaluate(texts('#unknown li')),
		};
	}
}

/** Changes in an order that can be compared. */
export const sorted = ({ modified, missing, unknown }: PlantedChanges) =>
	[modified, missing, unknown].map((paths) => [...paths].sort());
