import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { keyOf } from '../../../support/api';
import { ourNodes } from '../../../support/descriptions';
import { cleanUp, runNode } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';

/** Numeric options outside of their limits, in every operation of every node. */
let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 1 } });
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

interface Case {
	type: string;
	parameters: IDataObject;
	option: INodeProperties;
}

/** One case per node, operation and numeric option; of a resource, the first that has the operation. */
const cases: Case[] = ourNodes()
	.filter(({ group }) => !group.includes('trigger'))
	.flatMap(({ name: type, properties }) => {
		const operations = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options, displayOptions }) =>
				(options as INodePropertyOptions[]).map(({ value }) => ({
					operation: value,
					resource: displayOptions?.show?.resource?.[0],
				})),
			);
		const first = operations.filter(
			({ operation }, index) =>
				operations.findIndex((other) => other.operation === operation) === index,
		);
		return first.flatMap(({ operation, resource }) => {
			const collection = properties.find(
				({ name, displayOptions }) =>
					name === 'options' &&
					displayOptions?.show?.operation?.includes(operation as string) &&
					(!displayOptions.show.resource ||
						displayOptions.show.resource.includes(resource as string)),
			);
			return ((collection?.options ?? []) as INodeProperties[])
				.filter((option) => option.type === 'number')
				.map((option) => ({
					type,
					parameters: { resource: resource as string, operation: operation as string },
					option,
				}));
		});
	});

/** What an operation needs besides, so that it comes to read its options. */
const needed: IDataObject = {
	choose: 'filters',
	document: { __rl: true, mode: 'id', value: '1' },
	lastDay: '2024-01-31',
};

/** The options with which n8n shows another one; without them it leaves that one out. */
const shownWith = ({ displayOptions }: INodeProperties): IDataObject =>
	Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name,
			values?.[0] as boolean,
		]),
	);

test('every node and every numeric option is among the cases', () => {
	expect(new Set(cases.map(({ type }) => type)).size).toBe(ourNodes().length - 1);
	expect([...new Set(cases.map(({ option }) => option.name))].sort()).toEqual([
		'checkEvery',
		'firstWait',
		'fiscalYearMonth',
		'idleTimeout',
		'maximumFileSize',
		'maximumFiles',
		'maximumTries',
		'maximumZipSize',
		'pageSize',
		'parallelDownloads',
		'waitUpTo',
	]);
});

test.each(
	cases.map(
		({ type, parameters, option }) =>
			[type, parameters.operation, option.name, { type, parameters, option }] as const,
	),
)(
	'%s %s refuses %s beyond its limits, and says which are allowed',
	async (_type, _operation, _name, { type, parameters, option }) => {
		const { minValue = NaN, maxValue = NaN } = option.typeOptions ?? {};
		for (const value of [minValue - 1, maxValue + 1, String(maxValue + 1)]) {
			const before = api.requests.filter(({ method }) => method === 'POST').length;
			const { error, outputs } = await runNode({
				type,
				parameters: {
					...parameters,
					...(type === 'sinaoAccounting' ? { ...needed, choose: 'dates' } : needed),
					options: { ...shownWith(option), [option.name]: value },
				},
				credentials: keyOf(api),
			});
			expect(error?.message).toBe(`Invalid value for '${option.displayName}': '${String(value)}'`);
			expect(error?.description).toBe(`Enter a number from ${minValue} to ${maxValue}.`);
			expect(outputs.flat()).toEqual([]);
			expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(before);
		}
	},
);

test.each([0, -5])(
	'Limit %d is refused, because it would return everything or nothing',
	async (limit) => {
		const { error } = await runNode({
			type: 'sinaoInvoices',
			parameters: { operation: 'getMany', limit },
			credentials: keyOf(api),
		});
		expect(error?.message).toBe(`Invalid value for 'Limit': '${limit}'`);
		expect(error?.description).toBe('Enter a number of at least 1.');
	},
);

test.each([33, '33', 1000])(
	'Parallel Downloads %p, more than 32, is refused before a document is requested',
	async (parallelDownloads) => {
		const before = api.requests.length;
		const { error, outputs } = await runNode({
			type: 'sinaoInvoices',
			parameters: { operation: 'downloadPdf', choose: 'filters', options: { parallelDownloads } },
			credentials: keyOf(api),
		});
		expect(error?.message).toBe(
			`Invalid value for 'Parallel Downloads': '${String(parallelDownloads)}'`,
		);
		expect(outputs.flat()).toEqual([]);
		expect(api.requests).toHaveLength(before);
	},
);

test.each(['no', 0, '', 'on'])(
	"Download in Bulk %p is refused: it must not become 'automatic'",
	async (downloadInBulk) => {
		const before = api.requests.length;
		const { error, outputs } = await runNode({
			type: 'sinaoInvoices',
			parameters: { operation: 'downloadPdf', choose: 'filters', options: { downloadInBulk } },
			credentials: keyOf(api),
		});
		expect(error?.message).toBe(
			`Invalid value for 'Download in Bulk': '${String(downloadInBulk)}'`,
		);
		expect(outputs.flat()).toEqual([]);
		expect(api.requests).toHaveLength(before);
	},
);
