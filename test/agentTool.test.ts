import type { IDataObject, INodePropertyOptions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { cleanUp, loadPackage } from './engine';
import { useAsTool } from './engine/tool';
import { startSinao } from './sinao';
import type { SinaoServer } from './sinao/types';
import { keyOf, listOf } from './support/api';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 9, quotes: 2, purchases: 2 } });
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

const fromAgent = (name: string, description: string, type: string) => `={{ $fromAI('${name}', '${description}', '${type}') }}`;

describe('A node as the tool of an AI agent', () => {
	it('lists rows by the values that the agent chooses', async () => {
		const parameters: IDataObject = {
			operation: 'getMany',
			limit: fromAgent('Limit', 'How many invoices', 'number'),
			filters: { search: fromAgent('Search', 'Text to look for', 'string') },
		};
		const [wanted] = (await listOf(api, 'invoices')).filter(({ number }) => number);
		const { asks, answer, error, description } = await useAsTool(
			{ type: 'sinaoInvoices', parameters, credentials: keyOf(api) },
			{ Limit: 2, Search: String(wanted.number) },
		);
		expect(error).toBeUndefined();
		expect(asks.sort()).toEqual(['Limit', 'Search']);
		expect(description).toMatch(/invoices/i);
		expect(answer).toEqual([expect.objectContaining({ id: wanted.id, number: wanted.number })]);
		expect(Object.keys((answer as object[])[0]).length).toBeLessThanOrEqual(10);
	});

	it('tells name, size and id of files, which do not go through an agent', async () => {
		const parameters = { operation: 'downloadPdf', choose: 'one', document: { __rl: true, mode: 'id', value: fromAgent('Id', 'Id of the invoice', 'string') } };
		const [{ id }] = await listOf(api, 'invoices');
		const { answer, error } = await useAsTool({ type: 'sinaoInvoices', parameters, credentials: keyOf(api) }, { Id: String(id) });
		expect(error).toBeUndefined();
		const size = api.document('invoices', id)?.length;
		expect(answer).toEqual([
			expect.objectContaining({ size, mimeType: 'application/pdf', fileName: expect.stringContaining(String(id)), document: expect.objectContaining({ id }) }),
		]);
	});

	it('tells the agent what went wrong and what to do', async () => {
		const parameters = { operation: 'downloadPdf', choose: 'one', document: { __rl: true, mode: 'id', value: '999999' } };
		const { error } = await useAsTool({ type: 'sinaoInvoices', parameters, credentials: keyOf(api) }, {});
		expect(error?.message).toContain("Sinao has no invoice '999999'");
		expect(error?.message).toContain('It may have been deleted');
	});

	it('offers nothing that writes or generates', async () => {
		const loader = await loadPackage();
		for (const name of Object.keys(loader.known.nodes)) {
			const { description } = loader.getNode(name).type as INodeType;
			if (!description.usableAsTool) continue;
			const replacements = (description.usableAsTool as { replacements?: Partial<INodeTypeDescription> }).replacements;
			const properties = replacements?.properties ?? description.properties;
			const operations = properties.filter((property) => property.name === 'operation').flatMap(({ options }) => options as INodePropertyOptions[]);
			expect(operations.length).toBeGreaterThan(0);
			expect(operations.map(({ value }) => value).filter((value) => /create|update|delete|generate/i.test(String(value)))).toEqual([]);
		}
	});
});
