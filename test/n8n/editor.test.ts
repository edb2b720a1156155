import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { type SinaoServer, startSinao } from '../support/sinao';
import { importCredentials, importWorkflow } from '../support/n8n/commands';
import { ourNodes } from '../support/descriptions';
import { type Editor, openEditor, patience } from '../support/n8n/editor';
import { createInstance, type Instance } from '../support/n8n/instance';
import { until } from '../support/processes';
import { type Server, startServer } from '../support/n8n/server';
import { waysOf } from '../support/n8nVersions';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they choose the ID of a credential');

jest.setTimeout(2 * patience);

const nodes = ourNodes();
const actionNodes = nodes.filter(({ group }) => !group.includes('trigger'));

let api: SinaoServer;
let n8n: Instance;
let server: Server;
let editor: Editor;

/** The operations of a node as the list of nodes shows them. */
function actionsOf({ properties }: INodeTypeDescription): string[] {
	const operations = properties.filter(({ name }: INodeProperties) => name === 'operation');
	return operations.flatMap(({ options }) =>
		(options as INodePropertyOptions[]).map(({ action }) => action as string),
	);
}

/** One node of each kind, beside each other. */
function everyNode() {
	return {
		name: 'Every node',
		nodes: nodes.map(({ name, displayName, version }, index) => ({
			id: name,
			name: displayName,
			type: `n8n-nodes-sinao.${name}`,
			typeVersion: [version].flat().at(-1) as number,
			position: [(index % 4) * 240, Math.floor(index / 4) * 200] as [number, number],
			parameters: {},
		})),
		connections: {},
		settings: { executionOrder: 'v1' as const },
		pinData: {},
	};
}

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 12, quotes: 6, purchases: 8 } });
	n8n = await createInstance();
	await importCredentials(n8n, [sinaoCredential(api)]);
	await importWorkflow(n8n, 'everyNode0000000', everyNode() as never);
	server = await startServer(n8n);
	editor = await openEditor(server);
}, 45 * 60_000);

afterAll(async () => {
	await editor?.close();
	await server?.close();
	await n8n?.dispose();
	await api?.close();
}, 60_000);

describe("In n8n's editor", () => {
	it("a search for 'sinao' finds every node with its icon, name, description and actions", async () => {
		const { page } = editor;
		await editor.open();
		await page.getByTestId('node-creator-plus-button').click();
		const search = page.getByTestId('node-creator-search-bar');
		for (const { displayName, description } of nodes) {
			await search.fill('sinao');
			const item = page
				.getByTestId('item-iterator-item')
				.filter({ has: page.getByText(displayName, { exact: true }) });
			await item.waitFor();
			const shown = await item.getByTestId('node-creator-item-description').allInnerTexts();
			expect(shown).toEqual(waysOf().describesNodesInList ? [description] : []);
			const icon = item.locator('img').first();
			await until(
				`the icon of ${displayName}`,
				async () =>
					await icon.evaluate(
						(image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0,
					),
			);
		}
		const { width, height } = page.viewportSize() as { width: number; height: number };
		await page.setViewportSize({ width, height: 1150 });
		await editor.picture('node-list');
		await page.setViewportSize({ width, height });
		for (const description of actionNodes) {
			await search.fill('sinao');
			await page.getByText(description.displayName, { exact: true }).click();
			const creator = page.getByTestId('node-creator');
			for (const action of actionsOf(description))
				await creator.getByText(action, { exact: true }).first().waitFor();
			await creator.getByRole('button').first().click();
			await search.waitFor();
		}
	});

	it.each([
		['sinao', 'Sinao Backup'],
		['backup', 'Sinao Backup'],
		['sauvegarde', 'Sinao Backup'],
		['facture', 'Sinao Invoices'],
		['comptable', 'Sinao Accounting'],
		['expert-comptable', 'Sinao Accounting'],
		['FEC', 'Sinao Accounting'],
	])("a search for '%s' among all nodes of n8n finds %s first", async (word, displayName) => {
		const { page } = editor;
		const search = page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			await editor.open();
			await page.getByTestId('node-creator-plus-button').click();
		}
		const items = page.getByTestId('item-iterator-item');
		const expected = items.filter({ has: page.getByText(displayName, { exact: true }) });
		await search.fill('');
		await expected.waitFor({ state: 'detached' });
		await search.fill(word);
		await expected.waitFor();
		const names = await items.getByTestId('node-creator-item-name').allInnerTexts();
		expect(names[0]).toBe(displayName);
	});

	it('a node with documents shows two outputs for a download only', async () => {
		const { page } = editor;
		await editor.open('everyNode0000000');
		const node = page.locator('.vue-flow__node').filter({ has: editor.node('Sinao Invoices') });
		expect(await node.getByText('Missing', { exact: true }).count()).toBe(0);
		await editor.openNode('Sinao Invoices');
		await page.getByTestId('ndv').getByTestId('parameter-input-operation').click();
		await page.getByRole('option', { name: 'Download Invoice PDFs' }).click();
		await editor.picture('panel download');
		await editor.closeNode();
		await node.getByText('Files', { exact: true }).waitFor();
		await node.getByText('Missing', { exact: true }).waitFor();
		await editor.picture('outputs of a download');
	});

	it('the panel of every node opens and cuts no label, and no action asks for anything but the credential', async () => {
		const { page } = editor;
		await editor.open('everyNode0000000');
		for (const { displayName, group } of nodes) {
			await editor.openNode(displayName);
			const panel = page.getByTestId('ndv');
			await panel.getByTestId('node-credentials-select').waitFor();
			if (group[0] !== 'trigger') {
				await panel.getByTestId('parameter-input-operation').waitFor();
				expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
			}
			const cut = await panel
				.getByTestId('input-label')
				.evaluateAll((labels) =>
					labels
						.filter((label) => label.scrollWidth > label.clientWidth)
						.map(({ textContent }) => textContent),
				);
			expect(cut).toEqual([]);
			await editor.picture(`panel ${displayName}`);
			await editor.closeNode();
		}
		await editor.picture('canvas');
	});

	it('a credential is asked for only where the operation of Sinao Backup needs one', async () => {
		const { page } = editor;
		await editor.open('everyNode0000000');
		await editor.openNode('Sinao Backup');
		const panel = page.getByTestId('ndv');
		await panel.getByTestId('node-credentials-select').waitFor();
		await panel.getByTestId('parameter-input-operation').click();
		await page.getByRole('option', { name: 'Write Manifest' }).click();
		await panel.getByTestId('node-credentials-select').waitFor({ state: 'detached' });
		expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
		await editor.closeNode();
	});

	it('the credential dialog refuses a wrong key and takes the right one', async () => {
		const { page } = editor;
		await editor.open('everyNode0000000');
		await editor.openNode('Sinao Invoices');
		await page.getByTestId('node-credentials-select').click();
		await page.getByTestId('node-credentials-select-item-new').click();
		const dialog = page.getByTestId('editCredential-modal');
		await dialog.getByText("under 'Paramètres' at the top right").waitFor();
		await dialog.getByTestId('parameter-input-apiKey').locator('input').fill('not the key');
		await editor.picture('credential');
		await editor.testCredential({ apiKey: 'not the key', baseUrl: api.baseUrl });
		await dialog.getByText('Couldn’t connect with these settings').waitFor();
		await editor.saveCredential({ apiKey: api.apiKey });
		const answers = api.requests
			.filter(({ path: address }) => address === '/v1/me')
			.map(({ status }) => status);
		expect([...new Set(answers)]).toEqual([401, 200]);
		await editor.closeNode();
	});

	it('the imported template runs at the press of the button, and its CSV is there to download, which Chromium does at View too', async () => {
		const { page } = editor;
		const file = path.join(n8n.folder, 'template.json');
		const template = fillIn(
			readTemplate('save-everything-disk'),
			{ folder: n8n.outputFolder },
			{ 'n8n-nodes-sinao': sinaoCredential(api) },
		);
		await writeFile(file, JSON.stringify(template));
		await editor.open();
		await page.getByTestId('workflow-import-input').setInputFiles(file);
		await editor.node('Export invoices').waitFor();
		await page.getByTestId('execute-workflow-button').first().click();
		for (const name of ['Download purchase documents', 'Save'])
			await editor.node(name).getByTestId('canvas-node-status-success').waitFor();
		await page
			.getByTestId('execute-workflow-button')
			.getByText('Execute workflow')
			.first()
			.waitFor();
		await editor.picture('template');
		await editor.openNode('Export invoices');
		const output = page.getByTestId('output-panel');
		await output.getByTestId('radio-button-binary').click();
		await editor.picture('output');
		const take = async (button: string) => {
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				output.getByTestId(button).click(),
			]);
			return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
		};
		const { name, bytes } = await take('ndv-download-binary-data');
		expect(bytes.equals(await readFile(path.join(n8n.outputFolder, name)))).toBe(true);
		// n8n embeds the file as it is, and Chromium shows no CSV: it saves it.
		expect((await take('ndv-view-binary-data')).bytes.equals(bytes)).toBe(true);
	});
});
