import { records } from '../../../nodes/SinaoRecords/records';
import { run } from '../../support/api';
import { cleanUp, fileOf, type NodeResult } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import { mileageOf } from '../../support/sinao/api/router';
import type { ListName } from '../../support/sinao/data/world';
import type { Row } from '../../support/sinao/types';
import type { Variants } from '../../support/sinao/variants';

/** The shapes in which the service may give a list, for each kind of record (sinao-api, Lists; faults, row 22). */
let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({
		seed: 5,
		nasty: false,
		size: { accountingEntries: 23, payments: 21, invoices: 5, persons: 3, organizations: 4 },
	});
	api.variants.strictContract = false;
});

afterEach(() => {
	api.faults.clear();
	Object.assign(api.variants, { envelope: 'data', single: 'data' });
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

const envelopes: Array<Variants['envelope']> = [
	'data',
	'array',
	'numericKeys',
	'total',
	'metaTotal',
];

async function getAll(resource: string, pageSize = 10): Promise<NodeResult> {
	return await run(api, 'sinaoRecords', {
		resource,
		operation: 'getMany',
		returnAll: true,
		simplify: false,
		options: { pageSize, firstWait: 1, maximumTries: 1 },
	});
}

async function rowsOf(resource: string, pageSize?: number): Promise<Row[]> {
	const { outputs, error } = await getAll(resource, pageSize);
	expect(error).toBeUndefined();
	return outputs[0].map(({ json }) => json as Row);
}

/** The ids that the service has of a kind, ascending. */
function idsOfService(name: string, path: string): unknown[] {
	if (name === 'companyProfile') return [api.appId];
	// One object without an id.
	if (name === 'settings') return [undefined];
	if (name === 'mileageAllowances') return mileageOf(api.company).map(({ id }) => id);
	const list = name === 'recipeBook' ? 'payments' : path.replace(/^\/|\/$/g, '');
	const rows = api.company.table(list as ListName).byId();
	return rows
		.filter(({ document_type: type }) => name !== 'recipeBook' || type === 'sales')
		.map(({ id }) => id);
}

function answer(path: string, value: unknown): void {
	api.faults.add({
		path: `${path}$`,
		fault: { kind: 'text', text: JSON.stringify(value), contentType: 'application/json' },
	});
}

describe.each(
	records
		// The sending history is many lists, and has a file of its own.
		.filter(({ perDocument }) => !perDocument)
		.map(({ name, path, unpaged }) => ({ name, path, unpaged })),
)('$name', ({ name, path, unpaged }) => {
	it.each(envelopes)('as %s: every row, once', async (envelope) => {
		Object.assign(api.variants, { envelope, single: envelope === 'array' ? 'bare' : 'data' });
		expect((await rowsOf(name)).map(({ id }) => id).sort()).toEqual(
			idsOfService(name, path).sort(),
		);
	});

	it('of which there is none: no row, and a CSV with its header', async () => {
		for (const nothing of [[], { data: [] }, { data: {} }, {}]) {
			answer(path, nothing);
			expect(await rowsOf(name)).toEqual([]);
			const { outputs } = await run(api, 'sinaoRecords', {
				resource: name,
				operation: 'exportCsv',
				options: { firstWait: 1 },
			});
			expect((await fileOf(outputs[0][0])).toString('utf8')).toMatch(
				// The settings have no columns of their own.
				name === 'settings' ? /^\uFEFF\r\n$/ : /^\uFEFF[^\r\n]+;Identifiant Sinao\r\n$/,
			);
			api.faults.clear();
		}
	});

	it(`as a single object: ${unpaged ? 'its one row' : 'refused, because a list was asked for'}`, async () => {
		for (const single of [{ id: 7, name: 'seul' }, { data: { id: 7, name: 'seul' } }]) {
			answer(path, single);
			const { outputs, error } = await getAll(name);
			if (unpaged) expect(outputs[0].map(({ json }) => json)).toEqual([{ id: 7, name: 'seul' }]);
			else expect(error?.message).toBe('Unexpected response from Sinao: not a list');
			api.faults.clear();
		}
	});

	it('with members that are no rows: none is passed over in silence', async () => {
		answer(path, { data: [{ id: 1 }, 'urgent', null, 3] });
		const { outputs, error } = await getAll(name);
		if (unpaged)
			expect(outputs[0].map(({ json }) => json)).toEqual([
				{ id: 1 },
				{ value: 'urgent' },
				{ value: 3 },
			]);
		else expect(error?.message).toBe('Unexpected response from Sinao: not a list');
	});
});

describe('A list that comes whole', () => {
	it('31 but holds fewer rows than the service counts is refused with both numbers', async () => {
		for (const wrapped of [
			{ data: [{ id: 1 }], total: 3 },
			{ data: [{ id: 1 }], meta: { total: 3 } },
		]) {
			answer('/recipe_book', wrapped);
			expect((await getAll('recipeBook')).error?.message).toBe(
				'Sinao reported 3 records but returned 1',
			);
			api.faults.clear();
		}
	});

	it('keeps each of two rows that are alike and have no id, in every form', async () => {
		const receipt = { date: '2024-03-31T10:00:00.000000Z', amount: 1200, method: 'card' };
		answer('/recipe_book', { data: [receipt, receipt, { ...receipt, id: null }] });
		expect(await rowsOf('recipeBook')).toHaveLength(3);
		for (const operation of ['exportCsv', 'exportJsonLines']) {
			const { outputs } = await run(api, 'sinaoRecords', { resource: 'recipeBook', operation });
			expect(outputs[0][0].json.rows).toBe(3);
			expect((await fileOf(outputs[0][0])).toString('utf8').trim().split('\n')).toHaveLength(
				operation === 'exportCsv' ? 4 : 3,
			);
		}
	});

	it('of plain texts has them as names', async () => {
		for (const texts of [['chantier', 'urgent'], { data: { 1: 'chantier', 4: 'urgent' } }]) {
			answer('/tags', texts);
			const { outputs } = await run(api, 'sinaoRecords', {
				resource: 'tags',
				operation: 'getMany',
				returnAll: true,
			});
			expect(outputs[0].map(({ json }) => json.name)).toEqual(['chantier', 'urgent']);
			api.faults.clear();
		}
	});
});

describe('A list whose rows have no id', () => {
	const entries = (count: number) =>
		Array.from({ length: count }, (_, index) => ({
			piece: `P-${Math.floor(index / 4)}`,
			debit: index % 2,
		}));

	it.each([3, 10, 1000])(
		'is read by its positions, in pages of %i, rows that are alike included',
		async (pageSize) => {
			const before = api.company.lists.accounting_entries.splice(0);
			const expected = entries(43);
			for (const entry of expected)
				api.company.lists.accounting_entries.push(entry as unknown as Row);
			expect(await rowsOf('accountingEntries', pageSize)).toEqual(expected);
			api.company.lists.accounting_entries.splice(0);
			for (const row of before) api.company.lists.accounting_entries.push(row);
		},
	);
});
