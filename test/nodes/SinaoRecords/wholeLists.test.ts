import { run } from '../../support/api';
import { cleanUp } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import { mileageOf, receiptsOf } from '../../support/sinao/api/router';
import type { Row } from '../../support/sinao/types';
import { OBSERVED, type Parameter } from '../../support/sinao/variants';

/** Lists for which no text declares a limit: they may be cut after ten rows as others are. */
const lists = ['tags', 'templates', 'subscriptionInvoices', 'recipeBook', 'mileageAllowances'];
const started: SinaoServer[] = [];

afterAll(async () => {
	for (const each of started) await each.close();
	cleanUp();
});

/** A company with so many rows in each of these lists, and so many that there is more than one page of them. */
async function start(rows: number): Promise<SinaoServer> {
	const api = await startSinao({
		seed: 5,
		nasty: false,
		size: { tags: rows, newerLists: rows, payments: 4 * rows, invoices: 5 },
	});
	started.push(api);
	return api;
}

let small: SinaoServer;
let long: SinaoServer;

beforeAll(async () => {
	[small, long] = [await start(10), await start(33)];
});

afterEach(() => {
	for (const api of started) {
		Object.assign(api.variants, OBSERVED);
		api.requests.length = 0;
		api.faults.clear();
	}
});

function idsIn(api: SinaoServer, resource: string): number[] {
	const rows: Record<string, Row[]> = {
		tags: api.company.lists.tags,
		templates: api.company.lists.templates,
		subscriptionInvoices: api.company.lists['subscription/invoices'],
		recipeBook: receiptsOf(api.company),
		mileageAllowances: mileageOf(api.company),
	};
	return rows[resource].map(({ id }) => id).sort();
}

async function read(api: SinaoServer, resource: string) {
	const { outputs, error, hints } = await run(api, 'sinaoRecords', {
		resource,
		operation: 'getMany',
		returnAll: true,
		simplify: false,
		options: { firstWait: 1, maximumTries: 2 },
	});
	expect(error).toBeUndefined();
	return {
		ids: outputs[0].map(({ json }) => json.id as number).sort(),
		hints: hints.map(({ message }) => message),
	};
}

const refusals: Parameter[][] = [[], ['limit'], ['offset'], ['limit', 'offset']];

describe.each(lists)('%s', (resource) => {
	it.each(refusals.map((refuses) => [refuses.join(', ') || 'nothing', refuses] as const))(
		'wholeLists: ten rows at a time: every row comes, or a hint, where the service refuses %s',
		async (_, refuses) => {
			for (const api of [small, long]) {
				Object.assign(api.variants, { wholeLists: 'paged', refuses, maximumLimit: 20 });
				const { ids, hints } = await read(api, resource);
				const every = idsIn(api, resource);
				// Where both are refused, no more than the greatest limit can be read.
				const isCut = refuses.length === 2 && every.length > 20;
				if (isCut) expect(hints.join()).toMatch(/^Sinao returned 20 records in/);
				else expect([ids, hints]).toEqual([every, []]);
				expect(api.contractViolations).toEqual([]);
			}
		},
	);

	it('wholeLists: the first ten only: a hint, because nothing proves that there are no more', async () => {
		Object.assign(long.variants, { wholeLists: 'firstTen' });
		const { ids, hints } = await read(long, resource);
		expect(ids).toHaveLength(10);
		expect(hints).toEqual([
			expect.stringMatching(/^Sinao returned 10 records in \/\S+ and did not say whether/),
		]);
	});

	it('wholeLists: all at once: one request where the number is no page size, and no hint', async () => {
		const { ids, hints } = await read(long, resource);
		expect(ids).toEqual(idsIn(long, resource));
		expect(hints).toEqual([]);
		// Tags are read once for each kind of object that can have them.
		const reads = new Set(
			long.requests.map(({ query }) => new URLSearchParams(query).get('object')),
		).size;
		expect(long.requests.length).toBeLessThanOrEqual(ids.length % 5 ? reads : 2 * reads);
	});
});

it('wholeLists: a list that says how many rows it has, and has them: one request, though it may be a page', async () => {
	small.variants.envelope = 'total';
	const { ids, hints } = await read(small, 'templates');
	expect([ids, hints]).toEqual([idsIn(small, 'templates'), []]);
	expect(ids).toHaveLength(10);
	expect(small.requests).toHaveLength(1);
});

it('wholeLists: rows without an ID whose links have other signatures each time are the same rows', async () => {
	Object.assign(small.variants, {
		wholeLists: 'firstTen',
		absentFields: { 'subscription/invoices': ['id'] },
	});
	const { ids, hints } = await read(small, 'subscriptionInvoices');
	expect(ids).toHaveLength(10);
	expect(hints).toEqual([expect.stringMatching(/^Sinao returned 10 records in \/subscription/)]);
	expect(small.requests.length).toBeLessThanOrEqual(3);
});

it('wholeLists: a list that is other rows in each answer ends with an error', async () => {
	const row = (id: number) => ({ id });
	for (let request = 0; request < 502; request++)
		small.faults.add({
			path: '/templates$',
			after: request,
			times: 1,
			fault: {
				kind: 'text',
				text: JSON.stringify({
					data: Array.from({ length: 10 }, (_, at) => row(10 * request + at)),
				}),
				contentType: 'application/json',
			},
		});
	const { outputs, error } = await run(small, 'sinaoRecords', {
		resource: 'templates',
		operation: 'getMany',
		returnAll: true,
		options: { firstWait: 1, maximumTries: 2 },
	});
	small.faults.clear();
	expect(outputs[0] ?? []).toEqual([]);
	expect(error?.message).toBe(
		'Sinao returned other records in each of 500 requests for the same list',
	);
	expect(small.requests).toHaveLength(501);
});

it('a summary with a field `total` is one row, and no list of so many', async () => {
	const summary = { total: 1250, kilometers_count: 300 };
	small.faults.add({
		path: '/mileage_allowances/resume$',
		fault: { kind: 'text', text: JSON.stringify(summary), contentType: 'application/json' },
	});
	const { outputs, error } = await run(small, 'sinaoRecords', {
		resource: 'mileageAllowances',
		operation: 'getMany',
		returnAll: true,
		simplify: false,
		options: { firstWait: 1, maximumTries: 2 },
	});
	small.faults.clear();
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json }) => json)).toEqual([summary]);
});
