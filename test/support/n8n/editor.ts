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
	/** Saves the credential whose dialog is open, and waits until its test has succeeded and the dialog is closed. */
	saveCredential(): Promise<void>;
	/** Keeps a picture in the folder that the variable SCREENSHOTS names, if it names one. */
	picture(name: string): Promise<void>;
	close(): Promise<void>;
}

/** Waits in the page for everything that fades in or out. */
export const settled = `Promise.allSettled(
	document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished),
)`;

/** Opens the editor of a server in a new profile. */
export async function openEditor(server: Server): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const { context, page, close } = await openBrowser({ width: 1440, height: 860 });
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
		async saveCredential() {
			await dialog.getByTestId('credential-save-button').click();
			if (!waysOf().closesTestedCredential) {
				await dialog.getByTestId('credentials-config-container-test-success').waitFor();
				await page.keyboard.press('Escape');
			}
			await dialog.waitFor({ state: 'hidden' });
		},
		async picture(name) {
			if (!process.env.SCREENSHOTS) return;
			await page.mouse.move(1, 1);
			await page.evaluate(settled);
			await page.screenshot({
				path: path.join(process.env.SCREENSHOTS, `${name}.png`),
				animations: 'disabled',
			});
		},
		close,
	};
}
