import { parse } from 'papaparse';

import { records } from '../../nodes/SinaoRecords/records';
import { cleanUp, fileOf, runNode } from '../engine';
import { startSinao } from '../sinao';
import { toJson } from '../sinao/api/answers';
import type { ListName } from '../sinao/data/world';
import type { Row, SinaoServer } from '../sinao/types';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ seed: 5, size: { accountingEntries: 23, payments: 21 } });
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

const noHints = (hints: Array<{ message: string }>) => expect(hints.map(({ message }) => message)).toEqual([]);

/** The rows that the service has of a kind. */
function rowsOfService(name: string, path: string): Row[] {
	if (name === 'companyProfile') return [];
	if (name === 'recipeBook') return api.company.lists.payments.filter(({ document_type: type }) => type === 'sales');
	return api.company.table(path.replace(/\//g, '') as ListName).byId();
}

async function runRecords(resource: string, operation: string, parameters = {}) {
	const result = await runNode({
		type: 'sinaoRecords',
		parameters: { resource, operation, options: { pageSize: 10 }, ...parameters },
		credentials: { sinaoApi: { apiKey: api.apiKey, appId: '', baseUrl: api.baseUrl } },
	});
	expect(result.error).toBeUndefined();
	noHints(result.hints);
	expect(api.contractViolations).toEqual([]);
	return result.outputs;
}

const ids = (rows: Array<{ id?: unknown }>) => rows.map(({ id }) => String(id)).sort();

describe.each(records.map(({ name, path, frenchName }) => ({ name, path, frenchName })))('$name', ({ name, path, frenchName }) => {
	test('every row is in the CSV, with every field', async () => {
		const [[item]] = await runRecords(name, 'exportCsv', { format: 'standard', columns: 'all', options: { pageSize: 10, titles: 'api' } });
		const { data } = parse<Record<string, string>>((await fileOf(item)).toString('utf8'), { header: true, skipEmptyLines: true });
		const rows = rowsOfService(name, path);
		expect(item.json).toMatchObject({ resource: name, kind: 'csv', folder: frenchName, fileName: `${frenchName}.csv`, rows: data.length });
		if (name === 'companyProfile') {
			expect(data).toHaveLength(1);
			expect(data[0]).toMatchObject({ name: api.company.name, id: String(api.appId) });
		} else {
			expect(ids(data)).toEqual(ids(rows));
		}
	});

	test('JSON Lines hold each row exactly as the service gives it', async () => {
		const [[item]] = await runRecords(name, 'exportJsonLines');
		const lines = (await fileOf(item)).toString('utf8').split('\n').slice(0, -1);
		expect(item.json).toMatchObject({ resource: name, kind: 'jsonl', path: `${frenchName}/${frenchName}.jsonl`, mimeType: 'application/jsonl', rows: lines.length });
		if (name === 'companyProfile') expect(JSON.parse(lines[0])).toMatchObject({ id: api.appId, name: api.company.name });
		else if (name !== 'recipeBook') expect(lines).toEqual(rowsOfService(name, path).map((row) => toJson(row)));
	});

	test('Get Many gives every row as an item, simplified to ten fields at most', async () => {
		const [raw] = await runRecords(name, 'getMany', { returnAll: true, simplify: false });
		if (name !== 'companyProfile') expect(ids(raw.map(({ json }) => json))).toEqual(ids(rowsOfService(name, path)));
		const [simple] = await runRecords(name, 'getMany', { returnAll: false, limit: 3, simplify: true });
		expect(simple).toHaveLength(Math.min(3, raw.length));
		for (const { json } of simple) {
			expect(Object.keys(json).length).toBeLessThanOrEqual(10);
			expect(Object.values(json).some((value) => value !== null)).toBe(true);
		}
	});
});
