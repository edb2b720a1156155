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
	/** The description that n8n makes of the operation and the name of the node. */
	told: string;
	answered: object;
}

function listed(told: string): Use {
	return { parameters: { operation: 'getMany' }, told, answered: { id: expect.any(Number) } };
}

const uses: Record<string, Use> = {
	sinaoInvoices: listed('Get many invoices in Sinao Invoices'),
	sinaoPurchases: listed('Get many purchases in Sinao Purchases'),
	sinaoOrganizations: listed('Get many organizations in Sinao Organizations'),
	sinaoProducts: listed('Get many products in Sinao Products'),
	sinaoBank: listed('Get many bank transactions in Sinao Banking'),
	sinaoAccounting: listed('Get many accounting exports in Sinao Accounting'),
	sinaoBackup: {
		parameters: { operation: 'checkAccount' },
		told: 'Check account in Sinao Backup',
		answered: {},
	},
	sinaoPersons: {
		parameters: { operation: 'exportCsv' },
		told: 'Export individuals to CSV in Sinao Individuals',
		answered: { fileName: 'Particuliers.csv', rows: expect.any(Number), size: expect.any(Number) },
	},
	sinaoQuotes: {
		parameters: { operation: 'downloadPdf' },
		told: 'Download quote PDFs in Sinao Quotes',
		answered: {
			fileName: expect.stringMatching(/\.pdf$/),
			document: expect.objectContaining({ id: expect.any(Number) }),
		},
	},
	sinaoRecords: {
		...listed('Get many payments in Sinao Records'),
		parameters: { resource: 'payments', operation: 'getMany' },
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
		expect(description).toBe('Get many invoices in Sinao Invoices');
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

	it.each(tools.map(({ name }) => name))(
		'%s tells an agent which operation it is, and answers',
		async (name) => {
			const { parameters, told, answered } = uses[name];
			const use = await useAsTool({ type: name, parameters, credentials: keyOf(api) }, {});
			expect(use.error).toBeUndefined();
			expect(use.description).toBe(told);
			expect((use.answer as object[]).length).toBeGreaterThan(0);
			for (const item of use.answer as object[]) expect(item).toMatchObject(answered);
		},
	);

	it('gives an agent one document by its number, and not the others', async () => {
		const parameters = {
			operation: 'get',
			document: {
				__rl: true,
				mode: 'number',
				value: fromAgent('Number', 'Number of the invoice', 'string'),
			},
		};
		const [{ id, number }] = (await listOf(api, 'invoices')).filter((row) => row.number);
		const { answer, description, error } = await useAsTool(
			{ type: 'sinaoInvoices', parameters, credentials: keyOf(api) },
			{ Number: ` ${String(number)}` },
		);
		expect(error).toBeUndefined();
		expect(description).toBe('Get invoice in Sinao Invoices');
		expect(answer).toEqual([expect.objectContaining({ id, number })]);
	});

	it('answers with at most 50 records of a few plain fields, newest first, as small as a mail', async () => {
		const many = await startSinao({ nasty: false, size: { invoices: 80 } });
		const { answer } = await useAsTool(
			{
				type: 'sinaoInvoices',
				parameters: { operation: 'getMany' },
				credentials: keyOf(many),
			},
			{},
		);
		const newest = (await listOf(many, 'invoices')).reverse().map(({ id }) => id);
		await many.close();
		expect((answer as IDataObject[]).map(({ id }) => id)).toEqual(newest.slice(0, 50));
		for (const record of answer as IDataObject[])
			expect(Object.values(record).filter((value) => typeof value === 'object' && value)).toEqual(
				[],
			);
		expect(JSON.stringify(answer).length).toBeLessThan(30_000);
	});

	it('names each operation in another way', () => {
		for (const { name, properties } of tools) {
			const operations = properties
				.filter((property) => property.name === 'operation')
				.flatMap(({ options }) => options as INodePropertyOptions[]);
			const texts = operations.flatMap(({ action, description }) => [action, description]);
			expect([name, new Set(texts).size]).toEqual([name, texts.length]);
		}
	});

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
					// It puts files that it is given into a ZIP archive.
					.filter((value) => value !== 'createArchive')
					.filter((value) => /create|update|delete|generate/i.test(String(value))),
			).toEqual([]);
		}
	});
});
