import type { IDataObject } from 'n8n-workflow';

import { backUp } from '../../../support/backup';
import { run } from '../../../support/api';
import { runNode } from '../../../support/engine';
import { startTrigger } from '../../../support/engine/trigger';
import {
	download,
	everyId,
	exportCsv,
	getMany,
	idsOf,
	useSinao,
} from '../../../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 14, quotes: 4, purchases: 4 } });

/** What an expression may give where a user expects a value. */
const nothings: Array<[string, string]> = [
	['undefined', '={{ undefined }}'],
	['a field that is not there', '={{ $json.notThere }}'],
	['null', '={{ null }}'],
	['an empty text', "={{ '' }}"],
	['an empty list', '={{ [] }}'],
	['spaces', "={{ '  ' }}"],
	['a no-break space', "={{ '\\u00a0' }}"],
	['a lone comma', "={{ ' , ' }}"],
];

const filters: Array<[string, string, (value: string) => unknown]> = [
	['Search', 'search', (value) => value],
	['IDs', 'ids', (value) => value],
	['Status', 'status', (value) => value],
	['Tag', 'tag', (value) => value],
	['Date From', 'fromDate', (value) => value],
	['Date To', 'toDate', (value) => value],
	['Period', 'period', (value) => value],
	['Fiscal Year Begins In', 'fiscalYearMonth', (value) => value],
	['Customer', 'contact', (value) => ({ __rl: true, mode: 'id', value })],
];

describe.each(filters)('77 The filter %s', (displayName, name, written) => {
	it.each(nothings)(
		'is %s when it runs: an error that names it, and no request',
		async (_, value) => {
			// The month is shown with a fiscal year only.
			const shown = name === 'fiscalYearMonth' ? { period: 'lastFiscalYear' } : {};
			const parameters = { filters: { ...shown, [name]: written(value) } as IDataObject };
			for (const start of [getMany, exportCsv, download]) {
				const { error, outputs } = await start(sinao.api, { parameters });
				expect(error?.message).toBe(`'${displayName}' is empty`);
				expect(outputs).toEqual([]);
			}
			expect(sinao.api.requests).toEqual([]);
		},
	);
});

it('77 No filter is added, or the collection is empty: every invoice', async () => {
	for (const parameters of [{}, { filters: {} }])
		expect(idsOf((await getMany(sinao.api, { parameters })).outputs[0])).toEqual(
			everyId(sinao.api),
		);
});

it('77 An added filter with a value still works, written by hand or by an expression', async () => {
	const [one, two] = everyId(sinao.api);
	for (const ids of [
		`${one},${two}`,
		`={{ [${one}, ${two}] }}`,
		`={{ ' ${one} ;\\u00a0${two} ' }}`,
	])
		expect(
			idsOf((await getMany(sinao.api, { parameters: { filters: { ids } } })).outputs[0]),
		).toEqual([one, two]);
});

it.each([0, 13, 4.5, 'avril', '={{ NaN }}'])(
	"78 'Fiscal Year Begins In' is %s: an error that names it",
	async (fiscalYearMonth) => {
		const filters = { period: 'lastFiscalYear', fiscalYearMonth } as IDataObject;
		const { error } = await getMany(sinao.api, { parameters: { filters } });
		expect(`${error?.message} ${error?.description}`).toContain('Fiscal Year Begins In');
		expect(sinao.api.requests).toEqual([]);
	},
);

it.each(['NaN', "'viel'", "'12 mois'"])(
	'78 a numeric option is %s: an error that names it, and no wait without end',
	async (value) => {
		for (const [option, displayName] of [
			['checkEvery', 'Check Every'],
			['waitUpTo', 'Wait Up To'],
			['pageSize', 'Page Size'],
		]) {
			const { error } = await run(sinao.api, 'sinaoAccounting', {
				operation: 'downloadExport',
				choose: 'dates',
				period: 'custom',
				format: 'universal',
				options: { [option]: `={{ ${value} }}` },
			});
			expect(`${error?.message} ${error?.description}`).toContain(displayName);
		}
		const { error } = await getMany(sinao.api, {
			parameters: { returnAll: false, limit: `={{ ${value} }}` },
		});
		expect(`${error?.message} ${error?.description}`).toContain('Limit');
		const backup = await backUp(sinao.api, undefined, {}, { maximumFiles: `={{ ${value} }}` });
		expect(`${backup.error?.message} ${backup.error?.description}`).toContain('Maximum Files');
	},
);

it('79 A period together with dates: only what lies in both', async () => {
	const year = new Date().getFullYear();
	const [first, second, third, fourth] = everyId(sinao.api);
	const days = [`${year}-01-10`, `${year}-02-10`, `${year}-03-10`, `${year - 1}-02-10`];
	[first, second, third, fourth].forEach((id, index) =>
		sinao.api.company.changeRow('invoices', id, { written_at: `${days[index]}T11:00:00.000000Z` }),
	);
	const idsWith = async (filters: IDataObject) =>
		idsOf((await getMany(sinao.api, { parameters: { filters } })).outputs[0]).filter((id) =>
			[first, second, third, fourth].includes(id as number),
		);
	const fromDate = `${year}-02-01`;
	const toDate = `${year}-02-28`;
	expect(await idsWith({ period: 'thisYear', fromDate })).toEqual([second, third]);
	expect(await idsWith({ period: 'thisYear', toDate })).toEqual([first, second]);
	expect(await idsWith({ period: 'thisYear', fromDate, toDate })).toEqual([second]);
	expect(await idsWith({ period: 'lastYear', fromDate })).toEqual([]);
});

it.each(['paid', 'paid, final', ' final ;paid'])(
	'80 Status as the text %s: those statuses',
	async (status) => {
		const wanted = status.match(/\w+/g) as string[];
		const expected = everyId(sinao.api).filter((id) =>
			wanted.includes(String(sinao.api.company.find('invoices', id)?.status)),
		);
		const parameters = { filters: { status: `={{ '${status}' }}` } };
		expect(idsOf((await getMany(sinao.api, { parameters })).outputs[0]).sort()).toEqual(expected);
	},
);

it.each(['  ', '\n', '\u00a0', '\u202f', '\ufeff'])(
	'84 %j around a number or an ID: trimmed',
	async (space) => {
		const [, id] = everyId(sinao.api);
		const { number } = sinao.api.company.find('invoices', id) as unknown as { number: string };
		for (const [mode, value] of [
			['number', number],
			['id', String(id)],
		]) {
			const document = { __rl: true, mode, value: `${space}${value}${space}` };
			const { outputs, error } = await download(sinao.api, {
				parameters: { choose: 'one', document },
			});
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0])).toEqual([id]);
		}
	},
);

describe('77 The parameter Company, with a login that opens two companies', () => {
	const byLogin = ({ api }: typeof sinao) => ({
		sinaoLoginApi: { ...api.login, accessToken: '', baseUrl: api.baseUrl },
	});
	const parameters = (value: string): IDataObject => ({
		authentication: 'login',
		company: { __rl: true, mode: 'id', value },
	});

	it.each(nothings)(
		'is %s when it runs: an error that names it, and no request',
		async (_, value) => {
			const settings = { credentials: byLogin(sinao), parameters: parameters(value) };
			const results = [
				await getMany(sinao.api, settings),
				await exportCsv(sinao.api, settings),
				await download(sinao.api, settings),
			];
			for (const [type, own] of [
				['sinaoBackup', { operation: 'backUp' }],
				['sinaoBackup', { operation: 'checkAccount' }],
				['sinaoAccounting', { operation: 'downloadExport', choose: 'dates', period: 'lastYear' }],
				['sinaoAccounting', { operation: 'generate', lastDay: '2024-01-31' }],
				['sinaoRecords', { operation: 'getMany', resource: 'payments' }],
			] as const)
				results.push(
					await runNode({
						type,
						parameters: { ...own, ...settings.parameters, options: { firstWait: 1 } },
						credentials: byLogin(sinao),
					}),
				);
			for (const { error, outputs } of results) {
				expect(error?.message).toBe("'Company' is empty");
				expect(outputs).toEqual([]);
			}
			expect(sinao.api.requests).toEqual([]);
		},
	);

	// A trigger has no input item.
	const withoutInput = nothings.filter(([, value]) => !value.includes('$json'));
	it.each(withoutInput)('is %s when a trigger is published: not published', async (_, value) => {
		const trigger = await startTrigger({
			type: 'sinaoTrigger',
			parameters: { ...parameters(value), events: ['invoice.created'], options: {} },
			credentials: byLogin(sinao),
		});
		try {
			await expect(trigger.switchOn()).rejects.toThrow("'Company' is empty");
		} finally {
			await trigger.close();
		}
		expect(sinao.api.requests).toEqual([]);
	});
});

describe('77 What narrows a result elsewhere', () => {
	it.each([
		['lists', 'Lists', '={{ undefined }}'],
		['documents', 'Documents', '={{ null }}'],
		['lists', 'Lists', "={{ ['facture'] }}"],
		['documents', 'Documents', "={{ 'invoice' }}"],
		['listFormats', 'List Formats', "={{ 'pdf' }}"],
	])('%s of the backup: an error names %s', async (name, displayName, value) => {
		const { error, outputs } = await backUp(sinao.api, undefined, { [name]: value });
		expect(error?.message).toContain(`'${displayName}'`);
		expect(outputs).toEqual([]);
	});

	it.each(['={{ undefined }}', '', '   '])("'Download Again' is %j: an error", async (value) => {
		const { error } = await backUp(sinao.api, undefined, {}, { downloadAgain: value });
		expect(error?.message).toBe("'Download Again' is empty");
	});

	it("'Download Again' is an empty list: nothing is to be downloaded again", async () => {
		const { error } = await backUp(sinao.api, undefined, {}, { downloadAgain: '={{ [] }}' });
		expect(error).toBeUndefined();
	});

	it.each(['period', 'fromDate', 'toDate'])('%s of the accounting exports', async (name) => {
		const { error } = await run(sinao.api, 'sinaoAccounting', {
			operation: 'downloadExport',
			choose: 'dates',
			period: 'custom',
			format: 'universal',
			[name]: '={{ undefined }}',
		});
		expect(error?.message).toMatch(/is empty$/);
	});
});
