import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';

import type { AccountCheck } from '../../../nodes/SinaoBackup/checkAccount/accountCheck';
import { estimateOf } from '../../../nodes/SinaoBackup/checkAccount/estimate';
import { patternOf } from '../../../nodes/SinaoBackup/checkAccount/patterns';
import { type Code, texts } from '../../../nodes/SinaoBackup/checkAccount/texts';
import { keyOf } from '../../support/api';
import { backUp } from '../../support/backup';
import { cleanUp, fileOf, loadPackage, type NodeResult, runNode } from '../../support/engine';
import { type SinaoOptions, type SinaoServer, startSinao } from '../../support/sinao';
import { readRow } from '../../support/sinao/data/lazyRow';
import { LISTS } from '../../support/sinao/data/world';
import { optionsFromCheck } from '../../support/sinao/fromCheck';
import { OBSERVED, type Variants } from '../../support/sinao/variants';

const size = {
	invoices: 26,
	quotes: 24,
	purchases: 14,
	persons: 9,
	organizations: 9,
	products: 12,
	transactions: 21,
	payments: 12,
	accountingEntries: 12,
	tags: 12,
};

let api: SinaoServer;
const others: SinaoServer[] = [];

beforeAll(async () => {
	api = await startSinao({ seed: 5, nasty: false, size });
	api.company.settings.set('services.webhook.url', 'https://ecoute.example/sinao');
});
afterEach(async () => {
	Object.assign(api.variants, OBSERVED);
	api.faults.clear();
	for (const each of others.splice(0)) await each.close();
});
afterAll(async () => {
	await api.close();
	cleanUp();
});

async function start(options: SinaoOptions): Promise<SinaoServer> {
	const started = await startSinao({ seed: 5, nasty: false, size, ...options });
	others.push(started);
	return started;
}

async function runCheck(
	service = api,
	credentials: object = keyOf(service),
	pageSize = 1000,
): Promise<NodeResult> {
	service.requests.length = 0;
	return await runNode({
		type: 'sinaoBackup',
		parameters: {
			operation: 'checkAccount',
			authentication: 'sinaoApi' in credentials ? 'apiKey' : 'login',
			company: { __rl: true, mode: 'id', value: String(service.appId) },
			options: { firstWait: 1, pageSize },
		},
		credentials: credentials as never,
	});
}

interface Checked {
	items: INodeExecutionData[];
	page: string;
	json: string;
	check: AccountCheck;
	codes: Set<unknown>;
	/** `code list`, for those about a list. */
	about: string[];
}

async function checked(service = api, pageSize = 1000): Promise<Checked> {
	const { outputs, error } = await runCheck(service, keyOf(service), pageSize);
	if (error) throw error;
	const [page, json, ...items] = outputs[0];
	const text = (await fileOf(json)).toString('utf8');
	return {
		items,
		page: (await fileOf(page)).toString('utf8'),
		json: text,
		check: JSON.parse(text) as AccountCheck,
		codes: new Set(items.map(({ json: finding }) => finding.code)),
		about: items.map(({ json: finding }) => `${String(finding.code)} ${String(finding.list)}`),
	};
}

type Deviation = [name: keyof Variants, switches: Partial<Variants>, codes: Code[]];

const deviations: Deviation[] = [
	['envelope', { envelope: 'array' }, ['rowsAsArray']],
	['envelope', { envelope: 'numericKeys' }, ['rowsWithNumericKeys']],
	['envelope', { envelope: 'total' }, ['totalGiven']],
	['envelope', { envelope: 'metaTotal' }, ['totalGiven']],
	['single', { single: 'bare' }, ['rowsBare']],
	['defaultOrder', { defaultOrder: 'ascending' }, ['oldestFirst']],
	['contactsOffset', { contactsOffset: true }, ['offsetHonoured']],
	['zipNames', { zipNames: 'id' }, ['zipNamesById']],
	['zipNames', { zipNames: 'opaque' }, ['zipNamesOther']],
	['zipNames', { zipNames: 'shifted' }, ['zipNamesWrong']],
	['wholeLists', { wholeLists: 'paged' }, ['wholeListPaged']],
	['wholeLists', { wholeLists: 'firstTen' }, ['wholeListUnproven']],
	['relations', { relations: 'ids' }, ['relationsAsIds']],
	['relations', { relations: 'expand' }, ['relationsByExpand']],
	['establishments', { establishments: 'full' }, ['headquartersNamed']],
	['content', { content: 'typed' }, ['linesTyped']],
	['fields', { fields: 'newer' }, ['fieldsNewer']],
	['absentFields', { absentFields: { products: ['reference'] } }, ['fieldsMissing']],
	['changing', { changing: ['file_url'] }, ['fieldsChanging']],
	['changing', { changing: ['picture'] }, ['fieldsChanging']],
	['changing', { changing: ['is_late'] }, ['fieldsChanging']],
	['changing', { changing: ['balance'] }, ['fieldsChanging']],
	['changing', { changing: ['balance_amount'] }, ['fieldsChanging']],
	['facturX', { facturX: 'none' }, ['embeddedXmlMissing']],
	['rendering', { rendering: 'fresh' }, ['pdfDiffers']],
	['purchaseFiles', { purchaseFiles: 'photosConverted' }, ['md5OfPicturesDiffers']],
	['purchaseFiles', { purchaseFiles: 'allConverted' }, ['md5OfPicturesDiffers', 'md5Differs']],
	['draftPdf', { draftPdf: 400 }, ['draftRefused']],
	['draftPdf', { draftPdf: 422 }, ['draftRefused']],
	['draftPdf', { draftPdf: 500 }, ['draftRefused']],
	['gzip', { gzip: true }, ['answersPacked']],
	['refuses', { refuses: ['order'] }, ['orderRefused']],
	['refuses', { refuses: ['offset'] }, ['offsetRefused']],
	['refuses', { refuses: ['search'] }, ['searchRefused']],
	['refuses', { refuses: ['filter:id'] }, ['idFilterRefused']],
	['refuses', { refuses: ['filter:date'] }, ['dateFilterRefused']],
	['refuses', { refuses: ['filter'] }, ['idFilterRefused', 'dateFilterRefused']],
	['refuses', { refuses: ['expand'] }, ['expandRefused']],
	['refuses', { refuses: ['expand:account'] }, ['expandRefused']],
	['refusalStatus', { refuses: ['order'], refusalStatus: 400 }, ['orderRefused']],
	['refusalStatus', { refuses: ['expand'], refusalStatus: 500 }, ['expandRefused']],
	['ids', { ids: 'texts' }, ['idsAsTexts']],
	['maximumLimit', { refuses: ['limit'], maximumLimit: 100 }, ['limitRefused']],
	['ignores', { ignores: ['order'] }, ['orderIgnored']],
	['ignores', { ignores: ['limit'] }, ['limitIgnored']],
	['ignores', { ignores: ['offset'] }, ['offsetIgnored']],
	['ignores', { ignores: ['search'] }, ['searchIgnored']],
	['ignores', { ignores: ['filter:id'] }, ['idFilterIgnored']],
	['ignores', { ignores: ['filter:date'] }, ['dateFilterIgnored']],
	['ignores', { ignores: ['filter'] }, ['idFilterIgnored', 'dateFilterIgnored']],
	['ignores', { ignores: ['expand'] }, ['expandIgnored']],
	['ignores', { ignores: ['expand:account'] }, ['expandIgnored']],
	['inFilter', { inFilter: 'first' }, ['inFilterFirst']],
	['inFilter', { inFilter: 'oneText' }, ['inFilterNone']],
	['dateFilters', { dateFilters: 'text' }, ['dateFilterDropsDay']],
	['listStatus', { listStatus: { purchases: 403 } }, ['listForbidden']],
	['listStatus', { listStatus: { sepamandates: 404 } }, ['listNotFound']],
	['requestsPerMinute', { requestsPerMinute: 40, minuteMs: 4000 }, ['rateLimited']],
	['exportAnswer', { exportAnswer: 'job' }, ['exportAsJob']],
	['exportAnswer', { exportAnswer: 'fileUrl' }, ['exportAsAddress']],
	['exportPacking', { exportPacking: 'bare' }, ['exportNotZip']],
	['exportsRepeat', { exportsRepeat: true }, ['rowsRepeated']],
	['fec', { fec: 'wrongName' }, ['fecName']],
	['fec', { fec: 'columns' }, ['fecColumns']],
	['fec', { fec: 'unbalanced' }, ['fecBalance']],
	['webhookEvents', { webhookEvents: 'paged' }, ['webhookEventsPaged']],
	['webhookEvents', { webhookEvents: 'rows' }, ['webhookEventsPaged', 'webhookEventsAsRows']],
	['settings', { settings: 'nested' }, ['settingsNested']],
	['tags', { tags: 'ignored' }, ['tagObjectIgnored']],
	['tags', { tags: 'older' }, ['tagObjectRefused']],
	['sendingHistory', { sendingHistory: ['invoice'] }, ['sendingHistoryRefused']],
	[
		'subscriptionPdf',
		{ subscriptionPdf: 'ownHost', strictContract: false },
		['subscriptionPdfFromSinao'],
	],
	['subscriptionPdf', { subscriptionPdf: 'expired' }, ['subscriptionPdfFailed']],
	['subscriptionPdf', { subscriptionPdf: 'page' }, ['subscriptionPdfIsPage']],
	['subscriptionPdf', { subscriptionPdf: 'none' }, ['subscriptionPdfNone']],
];

/** Why a check cannot see what a switch does. */
const unseen: Partial<Record<keyof Variants, string>> = {
	contactIds: 'read at start only: has a test of its own',
	wrongApp: 'only an app of somebody else would show it',
	zipMost: 'the check requests a few documents',
	twoFactor: 'the login fails before',
	twoFactorStatus: 'the login fails before',
	strictContract: 'belongs to the simulation',
	deletion: 'only the ID of a deleted record would show it',
	minutes: 'both look alike from outside',
	minuteMs: 'belongs to the simulation',
	pdf: 'the text of a PDF is not read',
	exportPolls: 'only generating entries would show it',
	exportOutcome: 'only generating entries would show it',
	webhookCopies: 'only a webhook would show it',
	webhookHold: 'only a webhook would show it',
	webhookPayload: 'only a webhook would show it',
	facturX: 'the check does not read the XML in documents',
	settingsAnswer: 'only changing the settings would show it',
};

it('Every switch of the simulation is tried, or it is said why a check cannot see it', () => {
	const tried = new Set<string>([...deviations.map(([name]) => name), ...Object.keys(unseen)]);
	expect(Object.keys(OBSERVED).filter((name) => !tried.has(name))).toEqual([]);
});

it('deviations: an account that answers as observed has no warning, and none of the findings below', async () => {
	const { items, codes } = await checked();
	expect(items.filter(({ json }) => json.severity !== 'info').map(({ json }) => json)).toEqual([]);
	for (const code of ['bulkIncomplete', 'bulkNotProven']) expect(codes).not.toContain(code);
	const normal = ['relationsByExpand'];
	const unusual = deviations.flatMap(([, , found]) => found).filter((code) => codes.has(code));
	expect(unusual.filter((code) => !normal.includes(code))).toEqual([]);
	expect(api.contractViolations).toEqual([]);
});

it.each(deviations)('deviations: %s, as %j, is found', async (name, switches, expected) => {
	Object.assign(api.variants, switches);
	const { codes, check, about } = await checked();
	expect(expected.filter((code) => !codes.has(code))).toEqual([]);
	if (name === 'relations' && switches.relations === 'expand')
		expect(about).toContain('relationsByExpand organizations');
	// The file is enough to make a simulation that does the same.
	const { variants } = optionsFromCheck(check);
	const { minuteMs: _, ...wanted } = switches;
	for (const [key, value] of Object.entries(wanted)) {
		const made = variants[key as keyof Variants];
		if (key === 'maximumLimit') expect(made).toBeLessThanOrEqual(value as number);
		else if (key === 'refuses' || key === 'ignores')
			expect((made as string[]).sort()).toEqual(
				String(value) === 'filter' ? ['filter:date', 'filter:id'] : value,
			);
		// What lies below an address is closed with it.
		else if (key === 'listStatus') expect(made).toMatchObject(value as object);
		else expect([key, made]).toEqual([key, value]);
	}
});

it('deviations: a person and a company of one ID are found', async () => {
	const service = await start({ variants: { contactIds: 'overlapping' } });
	const { codes, check } = await checked(service);
	expect(codes).toContain('contactIdsShared');
	expect(optionsFromCheck(check).variants.contactIds).toBe('overlapping');
});

it('deviations: an unknown field is named', async () => {
	for (const row of api.company.lists.products) row.carbon_footprint = 3;
	const { items } = await checked();
	for (const row of api.company.lists.products) delete row.carbon_footprint;
	expect(items.map(({ json }) => json)).toContainEqual(
		expect.objectContaining({
			code: 'fieldsUnknown',
			severity: 'warning',
			list: 'products',
			detail: 'carbon_footprint',
		}),
	);
});

it('deviations: a column that is null or absent in every record is named', async () => {
	const service = await start({ variants: { exportAnswer: 'job' } });
	for (const row of service.company.lists.products) row.reference = null;
	const { items, page } = await checked(service);
	const empty = items.find(({ json }) => json.code === 'columnsEmpty' && json.list === 'products');
	expect(String(empty?.json.detail).split(', ')).toContain('reference');
	// The page names the list that a finding is about; that of the exports is no resource of a node.
	expect(page).toMatch(/<td[^>]*>Comptabilité<\/td>/);
	expect(page).not.toContain('accountingExports');
});

it('Service that fails all the time: the check ends with its maximum of requests, and says what it skipped', async () => {
	const service = await start({});
	service.faults.add({ path: '/apps/\\d+/(?!invoices)', fault: { kind: 'status', status: 503 } });
	const { check } = await checked(service);
	expect(service.requests.length).toBeLessThanOrEqual(85);
	expect(check.requests.sent).toBe(service.requests.length);
	expect(check.requests.skipped).toBeGreaterThan(0);
});

it('A name in a ZIP file is shown as its pattern alone, with or without an extension', () => {
	expect(['FAC-00041 Dupont.PDF', 'Dupont 7', '12'].map(patternOf)).toEqual([
		'A-99999 Aa.pdf',
		'Aa 9',
		'99',
	]);
});

it('A simulation that is started from the file of a deviating account gives the same findings', async () => {
	const service = await start({
		variants: {
			envelope: 'array',
			relations: 'ids',
			establishments: 'full',
			contactIds: 'overlapping',
			content: 'typed',
			fields: 'newer',
			changing: ['file_url'],
			rendering: 'fresh',
			purchaseFiles: 'photosConverted',
			refuses: ['expand:account', 'limit'],
			refusalStatus: 400,
			ignores: ['search', 'filter:id'],
			inFilter: 'first',
			dateFilters: 'text',
			draftPdf: 422,
			zipNames: 'opaque',
			listStatus: { sepamandates: 403 },
			exportAnswer: 'job',
			webhookEvents: 'rows',
		},
	});
	const first = await checked(service);
	const again = await checked(await start({ seed: 77, ...optionsFromCheck(first.check) }));
	// Which columns are empty depends on the data and not on the service.
	const service_ = (each: Checked) =>
		each.about.filter((finding) => !/^(columnsEmpty|bulkNotProven)/.test(finding)).sort();
	expect(service_(again)).toEqual(service_(first));
	expect(service_(first).length).toBeGreaterThan(20);
	expect(optionsFromCheck(again.check).variants).toEqual(optionsFromCheck(first.check).variants);
});

it('A whole company is checked in at most 85 requests that only read', async () => {
	const service = await start({
		nasty: true,
		size: { invoices: 3000, quotes: 30, attachments: 40 },
	});
	const { check } = await checked(service);
	expect(service.requests.length).toBeLessThanOrEqual(85);
	// The PDF of one of Sinao's own invoices is on another host.
	expect(check.requests).toMatchObject({ sent: service.requests.length + 1, skipped: 0 });
	expect(new Set(service.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	expect(service.contractViolations).toEqual([]);
	const rowsOf = (name: string) => check.lists.find(({ list }) => list === name)?.rows;
	const invoices = rowsOf('invoices');
	expect(invoices?.atLeast).toBeGreaterThan(2500);
	expect(invoices?.atLeast).toBeLessThanOrEqual(3000);
	expect(invoices?.atMost).toBeGreaterThanOrEqual(3000);
	expect(invoices?.atMost).toBeLessThan(4000);
	expect(rowsOf('persons')).toEqual({ atLeast: 12, atMost: 12 });
	// A round number of rows may be a page that is cut short: the next request tells.
	expect(rowsOf('quotes')).toEqual({ atLeast: 30, atMost: 30 });
});

it('With a login only its own request is a POST', async () => {
	const login = { email: api.login.email, password: api.login.password, baseUrl: api.baseUrl };
	const { outputs, error } = await runCheck(api, { sinaoLoginApi: login });
	expect(error).toBeUndefined();
	expect(outputs.map((items) => items.length > 0)).toEqual([true]);
	expect(api.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
		'/v1/login',
	]);
	const { credential } = JSON.parse((await fileOf(outputs[0][1])).toString('utf8')) as AccountCheck;
	expect(credential).toBe('login');
});

/** Every text and number in a value. */
function valuesIn(value: unknown): Array<string | number> {
	if (typeof value === 'string' || typeof value === 'number') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

it('account-check.json contains no text, number or amount of the account', async () => {
	const service = await start({ nasty: true, variants: { establishments: 'full' } });
	// Below 1,000, as all counts of this company, so that every longer number would be one of the account.
	const { json, page } = await checked(service, 900);
	const found = new Set(
		json.match(/"(?:[^"\\]|\\.)*"/g)?.map((text) => JSON.parse(text) as string),
	);
	const words = new Set([...found].flatMap((text) => text.split(/[ ,|]+/)));
	const numbers = new Set(json.match(/-?\b\d{4,}\b/g)?.map(Number));
	const rows = LISTS.flatMap((list) =>
		service.company.lists[list].map((row) => readRow(row, true)),
	);
	const values = [...rows, service.company.name].flatMap(valuesIn);
	// What the API itself calls things is no data: `sales`, `invoice`, `organization`.
	const isName = (text: string) => /^[a-z_]+$/.test(text) || text.length < 3;
	const texts = values.filter((value) => typeof value === 'string' && !isName(value)) as string[];
	expect(texts.length).toBeGreaterThan(2000);
	const leaked = texts.filter(
		(text) => words.has(text) || found.has(text) || (text.length > 5 && json.includes(text)),
	);
	expect(leaked).toEqual([]);
	const amounts = values.filter((value) => typeof value === 'number' && Math.abs(value) > 999);
	expect(amounts.length).toBeGreaterThan(1000);
	expect(amounts.filter((amount) => numbers.has(amount as number))).toEqual([]);
	// The page is for the company itself, and names it.
	expect(page).toContain(service.company.name.replace(/&/g, '&amp;'));
});

it.each([
	// 20 ms for each file take longer than 325 answers, of which the last 296 are to 32 requests each.
	['200 ms', { median: 200, perMinute: null }, 4],
	['2 s', { median: 2000, perMinute: null }, 12],
	['60 requests a minute', { median: 200, perMinute: 60 }, 167],
])('The estimate of 10,000 invoices, where an answer takes %s', (_, requests, minutes) => {
	const { minutes: estimated } = estimateOf({
		lists: [
			{
				list: 'invoices',
				status: 200,
				rows: { atLeast: 10_000, atMost: 10_000 },
				rowBytes: 3000,
				limit: { accepted: 1000 },
			},
		],
		documents: [{ list: 'invoices', expected: 10, rows: 10, kilobytes: 60 }],
		requests,
		subscriptionPdf: null,
	} as unknown as AccountCheck);
	expect(estimated).toBe(minutes);
});

it('The estimate counts the documents that a backup then saves', async () => {
	const service = await start({ size: { ...size, attachments: 5 } });
	const { outputs } = await runCheck(service);
	const estimate = outputs[0][0].json.estimate as Record<string, unknown>;
	const backup = await backUp(service, undefined, {
		otherLists: true,
		documents: ['attachments', 'invoices', 'purchases', 'quotes', 'subscriptionInvoices'],
	});
	const documents = backup.outputs[0].filter(({ json }) => json.kind === 'document');
	expect(estimate.documents).toBe(documents.length);
	expect(estimate.isLowerBound).toBe(false);
});

it('docs/errors.md says of every finding what it means and what to do', () => {
	const page = readFileSync(path.join(__dirname, '../../../docs/errors.md'), 'utf8');
	const undocumented = Object.entries(texts).filter(
		([code, { message }]) => !page.includes(`| \`${message}\` | ${code} |`),
	);
	expect(undocumented).toEqual([]);
});

it('A key that opens nothing fails with the reason instead of a page', async () => {
	const credentials = { sinaoApi: { ...keyOf(api).sinaoApi, apiKey: 'wrong-key' } };
	const { error, outputs } = await runCheck(api, credentials);
	expect(error?.httpCode).toBe('401');
	expect(outputs.flat()).toEqual([]);
});

it('The check is offered with both credentials, for one input, as n8n resolves it', async () => {
	const { properties, inputs } = (await loadPackage()).getNode('sinaoBackup').type
		.description as INodeTypeDescription;
	const authentication = properties.find(({ name }) => name === 'authentication');
	expect(authentication?.displayOptions?.hide?.operation).not.toContain('checkAccount');
	expect(String(inputs)).toMatch(/checkAccount: \[\{ type: 'main' \}\]/);
});
