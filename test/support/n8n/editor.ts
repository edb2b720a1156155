import path from 'node:path';
import { type Locator, type Page, selectors } from 'playwright-core';

import { openBrowser } from '../browser/playwright';
import { waysOf } from '../n8nVersions';
import type { Server } from './server';
import { browserId } from './session';

/** n8n's editor in a real Chromium, signed in as the owner. */
export interface Editor {
	page: Page;
	/** Opens a workflow, or an empty one. */
	open(workflowId?: string): Promise<void>;
	/** The node of the workflow on the canvas. */
	node(name: string): Locator;
	/** Opens a node's panel. */
	openNode(name: string): Promise<void>;
	closeNode(): Promise<void>;
	/** Fills in fields of the credential whose dialog is open, saves it, and waits until n8n has tested it. */
	testCredential(fields: Fields): Promise<void>;
	/** Tests the credential as above, and waits until the test has succeeded and the dialog is closed. */
	saveCredential(fields: Fields): Promise<void>;
	/** Keeps a picture for each theme in the folder that the variable SCREENSHOTS names, if it names one. */
	picture(name: string): Promise<void>;
	close(): Promise<void>;
}

/** Values of a credential's fields by name. */
type Fields = Record<string, string>;

/** How long the editor may take for one step, in milliseconds: a busy machine loads a page in a minute. */
export const patience = 5 * 60_000;

/** How often a step that n8n may ignore is tried within that time. */
const attempts = 5;

/** Waits in the page for everything that fades in or out, and for its pictures. */
const settled = `Promise.allSettled([
	...document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished),
	...[...document.images].map((image) => image.decode()),
])`;

type Rectangle = Record<'x' | 'y' | 'width' | 'height', number>;

/**
 * Takes a picture of the page in both themes of n8n: `name.png` and `name dark.png`.
 *
 * @param clip an expression for the part of the page; all of it by default
 */
export async function takePictures(page: Page, folder: string, name: string, clip?: string) {
	await page.mouse.move(1, 1);
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.evaluate(settled);
		await page.screenshot({
			path: path.join(folder, `${name}${colorScheme === 'dark' ? ' dark' : ''}.png`),
			animations: 'disabled',
			clip: clip ? await page.evaluate<Rectangle>(clip) : undefined,
		});
	}
}

/** Opens the editor of a server in a new profile. */
export async function openEditor(server: Server): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const { context, page, close } = await openBrowser({ width: 1440, height: 860 });
	page.setDefaultTimeout(patience);
	const cookies = String(server.client.defaults.headers.common.Cookie).split('; ');
	await context.addCookies(
		cookies.map((cookie) => ({
			name: cookie.split('=')[0],
			value: cookie.slice(cookie.indexOf('=') + 1),
			url: server.url,
		})),
	);
	await context.addInitScript(`localStorage.setItem('n8n-browserId', '${browserId}')`);
	const node = (name: string) =>
		page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const panel = page.getByTestId('ndv');
	const dialog = page.getByTestId('editCredential-modal');
	const saveButton = dialog
		.getByTestId('credential-save-button')
		.getByText('Save', { exact: true });
	const testCredential = async (fields: Fields) => {
		// Once, on a busy machine, no test followed the click on 'Save', for a reason unknown: then the step is done again.
		const timeout = patience / attempts;
		for (let attempt = 1; ; attempt++) {
			try {
				for (const [name, value] of Object.entries(fields)) {
					const input = dialog.getByTestId(`parameter-input-${name}`).locator('input');
					// A value that stands there already is no change, and without a change there is nothing to save.
					if (attempt > 1) await input.fill('', { timeout });
					await input.fill(value, { timeout });
					// n8n takes what is typed with a delay, and at once when the field loses the focus.
					await input.blur({ timeout });
				}
				await Promise.all([
					page.waitForResponse(/\/rest\/credentials\/test$/, { timeout }),
					// While n8n saves or tests, the button has another label and ignores clicks.
					saveButton.click({ timeout }),
				]);
				return;
			} catch (error) {
				if (attempt === attempts) throw error;
			}
		}
	};
	return {
		page,
		node,
		async open(workflowId = 'new') {
			await page.goto(`${server.url}/workflow/${workflowId}`);
			await page.getByTestId('node-creator-plus-button').waitFor();
			await page
				.getByTestId('canvas-node')
				.or(page.getByTestId('canvas-add-button'))
				.first()
				.waitFor();
		},
		async openNode(name) {
			await node(name).dblclick();
			await panel.getByTestId('node-parameters').waitFor();
		},
		async closeNode() {
			await page.getByTestId(waysOf().nodeCloser).click();
			await panel.waitFor({ state: 'hidden' });
		},
		testCredential,
		async saveCredential(fields) {
			await testCredential(fields);
			if (!waysOf().closesTestedCredential) {
				await dialog.getByTestId('credentials-config-container-test-success').waitFor();
				await page.keyboard.press('Escape');
			}
			await dialog.waitFor({ state: 'hidden' });
		},
		async picture(name) {
			if (process.env.SCREENSHOTS) await takePictures(page, process.env.SCREENSHOTS, name);
		},
		close,
	};
}
