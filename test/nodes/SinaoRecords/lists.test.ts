import { parse } from 'papaparse';

import { records } from '../../../nodes/SinaoRecords/records';
import type { ColumnType } from '../../../nodes/shared/resource';
import { listOf } from '../../support/api';
import { cleanUp, fileOf, runNode } from '../../support/engine';
import { leavesOf, shifted } from '../../support/expected';
import { type SinaoServer, startSinao } from '../../support/sinao';
import { toJson } from '../../support/sinao/api/answers';
import { organizationOf } from '../../support/sinao/api/profile';
import { mileageOf, receiptsOf } from '../../support/sinao/api/router';
import type { ListName } from '../../support/sinao/data/world';
import type { Row } from '../../support/sinao/types';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ seed: 5, size: { accountingEntries: 23, payments: 24 } });
});

afterEach(() => api.faults.clear());

afterAll(async () => {
	await api.close();
	cleanUp();
});

const noHints = (hints: Array<{ message: string }>) =>
	expect(hints.map(({ message }) => message)).toEqual([]);

/** The rows that the service has of a kind, as it gives them. */
function rowsOfService(name: string, path: string): Row[] {
	if (name === 'companyProfile') return [organizationOf(api.company)];
	if (name === 'recipeBook') return receiptsOf(api.company);
	if (name === 'mileageAllowances') return mileageOf(api.company);
	const rows = api.company.table(path.replace(/^\/|\/$/g, '') as ListName).byId();
	// A link to a PDF is signed at each reading, so it is not kept.
	if (name === 'subscriptionInvoices')
		return rows.map(({ pdf_url, ...row }) => (pdf_url ? row : { ...row, pdf_url })).reverse();
	// Without `order`, which this list does not declare, the newest comes first.
	return name === 'templates' ? rows.reverse() : rows;
}

/** What stands in a cell of a field of the API. */
function cellOf(record: Record<string, string>, field: string): string | undefined {
	return record[`${field} (API)`] ?? record[field];
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

/** A value of the API of each type, and how a French reader sees it. */
const samples: Record<ColumnType, [unknown, string]> = {
	text: ['00012', '00012'],
	integer: [12_345_678, '12345678'],
	number: [1.5, '1,5'],
	cents: [-123_456, '-1234,56'],
	milliCents: [9_899_000, '98,99'],
	basisPoints: [550, '5,5'],
	boolean: [true, 'oui'],
	date: ['2023-12-31T23:00:00.000000Z', '01/01/2024'],
	dateTime: ['2023-12-31T23:00:00.000000Z', '01/01/2024 00:00:00'],
};

/** The row with a value at a dotted name. */
function withField(
	row: Record<string, unknown>,
	[first, ...rest]: string[],
	value: unknown,
): Record<string, unknown> {
	return {
		...row,
		[first]: rest.length
			? withField((row[first] ?? {}) as Record<string, unknown>, rest, value)
			: value,
	};
}

const ids = (rows: Array<{ id?: unknown }>) => rows.map(({ id }) => String(id)).sort();

describe.each(
	records
		.filter(({ name, perDocument }) => name !== 'settings' && !perDocument)
		.map(({ name, path, frenchName, columns, expand }) => ({
			name,
			path,
			frenchName,
			columns,
			expand,
		})),
)('$name', ({ name, path, frenchName, columns, expand }) => {
	test('every row is in the CSV, with every field to the last digit', async () => {
		const [[item]] = await runRecords(name, 'exportCsv', {
			format: 'standard',
			columns: 'all',
			options: { pageSize: 10, titles: 'api', defuseFormulas: false },
		});
		const { data, errors } = parse<Record<string, string>>((await fileOf(item)).toString('utf8'), {
			header: true,
			skipEmptyLines: true,
		});
		const rows = rowsOfService(name, path);
		expect(errors).toEqual([]);
		expect(item.json).toMatchObject({
			resource: name,
			kind: 'csv',
			folder: frenchName,
			fileName: `${frenchName}.csv`,
			rows: rows.length,
		});
		expect(data.map(({ id }) => id)).toEqual(rows.map(({ id }) => String(id)));
		const cents = columns
			.filter(({ type, read }) => type === 'cents' && !read)
			.map((column) => column.name);
		rows.forEach((row, index) => {
			for (const [field, value] of leavesOf(row)) {
				const isEuros = cents.includes(field) || /^totals\.taxes\.vat\.\d+$/.test(field);
				expect([row.id, field, cellOf(data[index], field)]).toEqual([
					row.id,
					field,
					isEuros ? shifted(value, 2, '.') : String(value),
				]);
			}
		});
	});

	test('each column that people read first has the value of its field, in their units', async () => {
		const own = columns.filter(({ read }) => !read);
		// A related object that was requested is in the row, at least as null.
		const related = Object.fromEntries(expand.map((field) => [field.split('.')[0], null]));
		const row = own.reduce(
			(made, { name: field, type }) => withField(made, field.split('.'), samples[type][0]),
			related as Record<string, unknown>,
		);
		api.faults.add({
			path: `${path}$`,
			fault: {
				kind: 'text',
				text: JSON.stringify({ data: [row], total: 1 }),
				contentType: 'application/json',
			},
		});
		const [[item]] = await runRecords(name, 'exportCsv', { columns: 'main' });
		const { data, meta } = parse<Record<string, string>>((await fileOf(item)).toString('utf8'), {
			header: true,
			skipEmptyLines: true,
		});
		expect(meta.fields).toEqual(columns.map(({ title }) => title));
		expect(own.map(({ title }) => [title, data[0][title]])).toEqual(
			own.map(({ title, type }) => [title, samples[type][1]]),
		);
	});

	test('JSON Lines hold each row exactly as the service gives it', async () => {
		const [[item]] = await runRecords(name, 'exportJsonLines');
		const lines = (await fileOf(item)).toString('utf8').split('\n').slice(0, -1);
		expect(item.json).toMatchObject({
			resource: name,
			kind: 'jsonl',
			path: `${frenchName}/${frenchName}.jsonl`,
			mimeType: 'application/jsonl',
			rows: lines.length,
		});
		// Customer and lines come only where they are requested.
		const rows =
			name === 'recurringInvoices'
				? await listOf(api, 'recurringinvoices', ['customer', 'content'])
				: rowsOfService(name, path);
		expect(lines).toEqual(rows.map((row) => toJson(row)));
	});

	test('Get Many gives every row as an item, simplified to ten fields at most', async () => {
		const [raw] = await runRecords(name, 'getMany', { returnAll: true, simplify: false });
		expect(ids(raw.map(({ json }) => json))).toEqual(ids(rowsOfService(name, path)));
		const [simple] = await runRecords(name, 'getMany', {
			returnAll: false,
			limit: 3,
			simplify: true,
		});
		expect(simple).toHaveLength(Math.min(3, raw.length));
		for (const { json } of simple) {
			expect(Object.keys(json).length).toBeLessThanOrEqual(10);
			expect(Object.values(json).some((value) => value !== null)).toBe(true);
		}
	});
});

describe.each(['flat', 'nested'] as const)('settings (%s)', (form) => {
	test('every setting is in the files, but no secret', async () => {
		api.variants.settings = form;
		api.company.settings.clear();
		for (const [name, value] of Object.entries({
			'invoice.prefix': 'FAC-',
			'services.stripe.secret_key': 'sk_live_51HxQ',
			'services.acd.password': 'motdepasse',
			'services.webhook.url':
				'https://moi:code@hooks.example.com/hooks/4f1c9e2ab7d84c5e9a3b/run?token=abcdef#jeton',
			'services.webhook.events': ['invoice.created'],
			'mail.apiToken': 'tok-123',
			'company.logo': 'https://cdn.example.com/logo.png?signature=zzz',
		}))
			api.company.settings.set(name, value);
		const texts = [];
		for (const operation of ['exportJsonLines', 'exportCsv']) {
			const [[item]] = await runRecords('settings', operation, { columns: 'all' });
			texts.push((await fileOf(item)).toString('utf8'));
		}
		const [items] = await runRecords('settings', 'getMany', { returnAll: true, simplify: false });
		texts.push(JSON.stringify(items[0].json));
		for (const text of texts) {
			for (const kept of [
				'FAC-',
				'https://hooks.example.com/hooks/…/run',
				'invoice.created',
				'https://cdn.example.com/logo.png',
			])
				expect(text).toContain(kept);
			expect(text).not.toMatch(/sk_live|motdepasse|tok-123|abcdef|4f1c9e|moi|jeton|zzz/);
		}
	});
});

// n8n's Google Drive node cannot save a file of 0 bytes, so a backup there would never be complete.
test('29 a row that comes again on the next page in a newer version is one line of JSON Lines, the newer', async () => {
	const { id } = rowsOfService('payments', '/payments')[9];
	const when = { path: '/payments$', after: 1, times: 1 };
	api.faults.add({
		...when,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'payments', id, changes: { reference: 'newer' } }],
		},
	});
	api.faults.add({ ...when, fault: { kind: 'repeatRow' } });
	const [[item]] = await runRecords('payments', 'exportJsonLines');
	const lines = (await fileOf(item)).toString('utf8').split('\n').slice(0, -1);
	expect(lines.filter((line) => line.includes(`"id":${id},`))).toEqual([
		expect.stringContaining('"newer"'),
	]);
	expect(ids(lines.map((line) => JSON.parse(line) as Row))).toEqual(
		ids(rowsOfService('payments', '/payments')),
	);
	expect(item.json.rows).toBe(lines.length);
});

test('a list of many megabytes has each row once and complete, also one that comes again on a later page', async () => {
	const rows = api.company.table('payments').byId();
	const originals = rows.map(({ reference }) => reference);
	rows.forEach((row, index) => (row.reference = `${index} é€\n`.repeat(100_000)));
	const { id } = rows[19];
	const when = { path: '/payments$', after: 2, times: 1 };
	api.faults.add({
		...when,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'payments', id, changes: { amount: 4242 } }],
		},
	});
	api.faults.add({ ...when, fault: { kind: 'repeatRow' } });
	const [[item]] = await runRecords('payments', 'exportJsonLines');
	const lines = (await fileOf(item)).toString('utf8').split('\n').slice(0, -1);
	const current = rowsOfService('payments', '/payments').map((row) => toJson(row));
	expect(lines.length).toBe(current.length);
	const sorted = [...current].sort();
	expect([...lines].sort().every((line, index) => line === sorted[index])).toBe(true);
	expect(item.json.size).toBeGreaterThan(16 * 1024 * 1024);
	rows.forEach((row, index) => (row.reference = originals[index]));
});

test('the file of a list without rows is not empty', async () => {
	api.company.settings.clear();
	const [[item]] = await runRecords('settings', 'exportJsonLines');
	expect(item.json).toMatchObject({ rows: 0 });
	expect((await fileOf(item)).toString('utf8')).toBe('\n');
});
