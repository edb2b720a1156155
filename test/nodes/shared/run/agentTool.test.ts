import type { IDataObject, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { keyOf, listOf } from '../../../support/api';
import { ourNodes } from '../../../support/descriptions';
import { cleanUp } from '../../../support/engine';
import { useAsTool } from '../../../support/engine/tool';
import { type SinaoServer, startSinao } from '../../../support/sinao';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 9, quotes: 2, purchases: 2 } });
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

const fromAgent = (name: string, description: string, type: string) =>
	`={{ $fromAI('${name}', '${description}', '${type}') }}`;

/** What an agent is told of a use of a node, and what each item of the answer holds. */
interface Use {
	parameters: IDataObject;
	/** n8n names the operation where a node has resources; else the description of the node stands for all of them. */
	told?: string;
	answered: object;
}

const listed: Use = { parameters: { operation: 'getMany' }, answered: { id: expect.any(Number) } };

const otherUses: Record<string, Use> = {
	sinaoBackup: {
		parameters: { operation: 'backUp', otherLists: false },
		answered: { path: expect.any(String), sha256: expect.any(String) },
	},
	sinaoPersons: {
		parameters: { operation: 'exportCsv' },
		answered: { fileName: 'Particuliers.csv', rows: expect.any(Number), size: expect.any(Number) },
	},
	sinaoQuotes: {
		parameters: { operation: 'downloadPdf' },
		answered: {
			fileName: expect.stringMatching(/\.pdf$/),
			document: expect.objectContaining({ id: expect.any(Number) }),
		},
	},
	sinaoRecords: {
		...listed,
		parameters: { resource: 'payments', operation: 'getMany' },
		told: 'Get many payments in Sinao Records',
	},
};

const tools = ourNodes().filter(({ group }) => !group.includes('trigger'));

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
		expect(
			Object.values((answer as object[])[0]).filter(
				(value) => typeof value === 'object' && value !== null,
			),
		).toEqual([]);
	});

	it('tells name, size and id of files, which do not go through an agent', async () => {
		const parameters = {
			operation: 'downloadPdf',
			choose: 'one',
			document: { __rl: true, mode: 'id', value: fromAgent('Id', 'Id of the invoice', 'string') },
		};
		const [{ id }] = await listOf(api, 'invoices');
		const { answer, error } = await useAsTool(
			{ type: 'sinaoInvoices', parameters, credentials: keyOf(api) },
			{ Id: String(id) },
		);
		expect(error).toBeUndefined();
		const size = api.document('invoices', id)?.length;
		expect(answer).toEqual([
			expect.objectContaining({
				size,
				mimeType: 'application/pdf',
				fileName: expect.stringContaining(String(id)),
				document: expect.objectContaining({ id }),
			}),
		]);
	});

	it('tells the agent what went wrong and what to do', async () => {
		const parameters = {
			operation: 'downloadPdf',
			choose: 'one',
			document: { __rl: true, mode: 'id', value: '999999' },
		};
		const { error } = await useAsTool(
			{ type: 'sinaoInvoices', parameters, credentials: keyOf(api) },
			{},
		);
		expect(error?.message).toContain("Invoice '999999' not found");
		expect(error?.message).toContain('It may have been deleted');
	});

	it.each(tools.map(({ name, description }) => ({ name, description })))(
		'$name tells an agent what it does, and answers',
		async ({ name, description }) => {
			const { parameters, told, answered } = otherUses[name] ?? listed;
			const use = await useAsTool({ type: name, parameters, credentials: keyOf(api) }, {});
			expect(use.error).toBeUndefined();
			expect(use.description).toBe(told ?? description);
			expect((use.answer as object[]).length).toBeGreaterThan(0);
			for (const item of use.answer as object[]) expect(item).toMatchObject(answered);
		},
	);

	it('offers nothing that writes or generates', () => {
		for (const { usableAsTool, properties } of tools) {
			const offered =
				(usableAsTool as { replacements?: Partial<INodeTypeDescription> }).replacements
					?.properties ?? properties;
			const operations = offered
				.filter((property) => property.name === 'operation')
				.flatMap(({ options }) => options as INodePropertyOptions[]);
			expect(operations.length).toBeGreaterThan(0);
			expect(
				operations
					.map(({ value }) => value)
					.filter((value) => /create|update|delete|generate/i.test(String(value))),
			).toEqual([]);
		}
	});
});
