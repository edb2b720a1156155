import { unzipSync } from 'fflate';
import type {
	IDataObject,
	INodePropertyOptions,
	INodeTypeDescription,
	UsableAsToolDescription,
} from 'n8n-workflow';

import { cleanUp, fileOf, loadPackage, runNode } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import { skipWaits } from '../../support/skipWaits';
import type { ExportFormat } from '../../support/sinao/documents/accountingArchive';
import { accountingArchive } from '../../support/sinao/documents/accountingArchive';
import { makeZip } from '../../support/sinao/documents/zip';
import type { Row } from '../../support/sinao/types';
import type { Variants } from '../../support/sinao/variants';

let api: SinaoServer;
const size = { invoices: 0, quotes: 0, purchases: 0, persons: 0, transactions: 0 };

afterEach(async () => await api.close());

afterAll(cleanUp);

async function start(variants: Partial<Variants> = {}) {
	api = await startSinao({ seed: 3, size, variants });
}

const quick = { checkEvery: 0.05, waitUpTo: 1, firstWait: 1 };

async function run(parameters: IDataObject, options: IDataObject = {}, type = 'sinaoAccounting') {
	const result = await runNode({
		type,
		parameters: { ...parameters, options: { ...quick, ...options } },
		credentials: {
			sinaoApi: { apiKey: api.apiKey, appId: String(api.appId), baseUrl: api.baseUrl },
		},
	});
	expect(api.contractViolations).toEqual([]);
	return {
		...result,
		items: result.outputs[0] ?? [],
		words: result.hints.map(({ message }) => message).join('\n'),
	};
}

const quarter = {
	operation: 'downloadExport',
	format: 'universal',
	choose: 'dates',
	period: 'custom',
	fromDate: '2024-01-01',
	toDate: '2024-03-31',
};
const rowsOf = (from: number, to: number) => api.company.lists.exports.slice(from, to);

/** The file in the ZIP that the service makes of these exports. */
function fileOfService(rows: Row[], format: ExportFormat = 'universal'): [string, Buffer] {
	const [[name, bytes]] = Object.entries(
		unzipSync(accountingArchive(api.company, rows, format, api.variants.fec)),
	);
	return [name, Buffer.from(bytes)];
}

const requestsTo = (method: string, path: RegExp) =>
	api.requests.filter((request) => request.method === method && path.test(request.path));

describe('Download', () => {
	test('the FEC of the months between two dates keeps its legal name and every byte', async () => {
		await start();
		const { items, error, words } = await run(quarter);
		expect(error).toBeUndefined();
		expect(words).toBe('');
		const [name, bytes] = fileOfService(rowsOf(0, 3));
		expect(items).toHaveLength(1);
		expect((await fileOf(items[0])).equals(bytes)).toBe(true);
		expect(items[0].json).toMatchObject({
			resource: 'accountingExports',
			kind: 'document',
			fileName: name,
			folder: `Comptabilité/2024-01-01 2024-03-31 universal (${api.appId})`,
			outcome: 'complete',
			exports: rowsOf(0, 3).map(({ id }) => ({ id })),
			missing: [],
			fec: { rows: bytes.toString().trim().split('\r\n').length - 1, oddities: [] },
		});
		expect(name).toMatch(/^\d{9}FEC20240331\.txt$/);
		const { debit, credit } = items[0].json.fec as { debit: string; credit: string };
		expect(Number(debit)).toBeGreaterThan(0);
		expect(debit).toBe(credit);
	});

	test('a day in the middle of a month gives the export of that month, no neighbour', async () => {
		await start();
		const { items } = await run({ ...quarter, fromDate: '2024-02-29', toDate: '2024-02-29' });
		expect(items[0].json.exports).toMatchObject([{ id: rowsOf(1, 2)[0].id }]);
	});

	test.each(['quadra', 'fiducial', 'acd'] as const)(
		'the format %s by IDs, unchanged',
		async (format) => {
			await start();
			const rows = [rowsOf(1, 2)[0], rowsOf(3, 4)[0]];
			const { items } = await run({
				operation: 'downloadExport',
				format,
				choose: 'ids',
				exportIds: rows.map(({ id }) => id).join(', '),
			});
			expect((await fileOf(items[0])).equals(fileOfService(rows, format)[1])).toBe(true);
			expect(items[0].json).toMatchObject({ format, outcome: 'complete' });
			expect(items[0].json.fec).toBeUndefined();
		},
	);

	test('the ZIP as Sinao sent it, where that is wanted', async () => {
		await start();
		const { items } = await run(quarter, { unpack: false });
		expect(items[0].json).toMatchObject({
			kind: 'zip',
			fileName: `2024-01-01 2024-03-31 universal (${api.appId}).zip`,
			contents: [{ fec: { oddities: [] } }],
		});
		expect(
			(await fileOf(items[0])).equals(
				accountingArchive(api.company, rowsOf(0, 3), 'universal', 'right'),
			),
		).toBe(true);
	});

	test('one file name for several periods never leads to one path', async () => {
		await start();
		for (const folderStructure of ['kindAndYear', 'kind', 'flat']) {
			const paths = [];
			for (const month of ['01', '02']) {
				const day = `2024-${month}-10`;
				paths.push(
					(
						await run(
							{ ...quarter, format: 'quadra', fromDate: day, toDate: day },
							{ folderStructure },
						)
					).items[0].json.path,
				);
			}
			expect(new Set(paths).size).toBe(2);
		}
	});

	test('only the choice "since last" moves the marker of the service, and it is asked once', async () => {
		await start();
		await run(quarter);
		await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'ids',
			exportIds: String(rowsOf(0, 1)[0].id),
		});
		expect(api.company.lastExportDownloaded).toBeNull();
		const { items } = await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'sinceLast',
		});
		expect((await fileOf(items[0])).equals(fileOfService(rowsOf(0, 6))[1])).toBe(true);
		expect(api.company.lastExportDownloaded).toBe(rowsOf(5, 6)[0].id);
		const again = await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'sinceLast',
		});
		expect(again.error?.message).toBe('No accounting export since the last download');
	});

	test('a "since last" that breaks off is not tried again, and the message says how to get the files', async () => {
		await start();
		api.faults.add({ path: '/exports/download', fault: { kind: 'reset', when: 'midBody' } });
		const { error } = await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'sinceLast',
		});
		expect(requestsTo('GET', /download$/)).toHaveLength(1);
		expect(error?.description).toContain("choose 'Period' under 'Select By'");
	});

	test('days that no export covers are said, up to today, and do not stop what there is', async () => {
		await start();
		const { items, words } = await run({
			...quarter,
			fromDate: '2024-05-10',
			toDate: '2024-08-31',
		});
		expect(items[0].json).toMatchObject({
			outcome: 'complete',
			uncovered: [{ from: '2024-07-01', to: '2024-08-31' }],
		});
		expect(words).toBe(
			'No accounting export for 2024-07-01 to 2024-08-31. Generate the entries if there are any.',
		);
		const open = await run({ ...quarter, fromDate: '2024-05-10', toDate: '2999-12-31' });
		const [{ to }] = open.items[0].json.uncovered as Array<{ to: string }>;
		expect(Date.parse(to)).toBeLessThan(Date.now());
	});

	test.each([
		[
			'two files of one name keep both',
			['2024/01/export.txt', '2024/02/Export.txt', 'lisez-moi.txt'],
			['2024-01-export.txt', '2024-02-Export.txt', 'lisez-moi.txt'],
		],
		['folders in the ZIP are no files', ['2024/', '2024/export.txt'], ['export.txt']],
		[
			'names that lead elsewhere are no paths',
			['../../etc/passwd', 'C:\\export.txt'],
			['passwd', 'export.txt'],
		],
	])('44 %s', async (_, names, expected) => {
		await start();
		const zip = makeZip(
			names.map((name) => ({ name, bytes: Buffer.from(name.endsWith('/') ? '' : `in ${name}`) })),
		);
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		const { items } = await run({ ...quarter, format: 'quadra' });
		expect(items.map(({ json }) => json.fileName)).toEqual(expected);
		expect(await Promise.all(items.map(async (item) => (await fileOf(item)).toString()))).toEqual(
			names.filter((name) => !name.endsWith('/')).map((name) => `in ${name}`),
		);
	});

	test('44 a ZIP of which a file cannot be read is refused whole', async () => {
		await start();
		const zip = makeZip([
			{ name: 'a.txt', bytes: Buffer.from('first'.repeat(50)) },
			{ name: 'b.txt', bytes: Buffer.from('second'.repeat(50)) },
		]);
		// The local header of the second file names a way of compressing that nobody knows.
		zip.writeUInt16LE(99, zip.indexOf('PK\u0003\u0004', 4, 'latin1') + 8);
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		const { items, error } = await run(quarter);
		expect(items).toEqual([]);
		expect(error?.message).toBe('The accounting export is damaged (1 unreadable file)');
	});

	test('74 a universal export without a file that can be checked says so', async () => {
		await start();
		const zip = makeZip([{ name: 'export.pdf', bytes: Buffer.from('%PDF-1.4') }]);
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		expect((await run(quarter)).words).toBe('No file could be validated as a FEC: export.pdf.');
	});

	test.each([
		['undefined', '={{ undefined }}'],
		['null', '={{ null }}'],
		['empty text', "={{ '' }}"],
		['spaces', "={{ '  ' }}"],
		['an empty list', '={{ [] }}'],
		['a comma', ' , '],
	])('77 Export IDs are %s: an error before any request', async (_, exportIds) => {
		await start();
		const { items, error } = await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'ids',
			exportIds,
		});
		expect(items).toEqual([]);
		expect(error?.message).toBe('No accounting export selected');
		expect(api.requests).toEqual([]);
	});

	test('unknown IDs and an empty period are said in words', async () => {
		await start();
		const unknown = await run({
			operation: 'downloadExport',
			format: 'universal',
			choose: 'ids',
			exportIds: '99',
		});
		expect(unknown.error?.message).toBe('Accounting exports not found: 99');
		const empty = await run({ ...quarter, fromDate: '2030-01-01', toDate: '2030-12-31' });
		expect(empty.error?.message).toBe('No accounting export for this period');
	});

	test('73 an export that is still processing is waited for, in steps', async () => {
		await start();
		api.company.changeRow('exports', rowsOf(2, 3)[0].id, { status: 'processing', polls_left: 2 });
		const { items, words } = await run(quarter);
		expect(items[0].json).toMatchObject({ outcome: 'complete', missing: [] });
		expect((items[0].json.exports as Row[]).map(({ id }) => id)).toEqual(
			rowsOf(0, 3).map(({ id }) => id),
		);
		expect(words).toBe('');
	});

	test('73 an export that stays processing: what is finished is saved, the rest reported as incomplete', async () => {
		await start({ exportOutcome: 'never' });
		const late = rowsOf(2, 3)[0];
		api.company.changeRow('exports', late.id, { status: 'processing' });
		const { items, words } = await run(quarter, { waitUpTo: 0.002 });
		expect((await fileOf(items[0])).equals(fileOfService(rowsOf(0, 2))[1])).toBe(true);
		expect(items[0].json).toMatchObject({
			outcome: 'incomplete',
			missing: [{ id: late.id, status: 'processing' }],
		});
		expect(words).toBe(
			`The download is incomplete: export ${late.id} (2024-03-01 to 2024-03-31) is still being prepared by Sinao.`,
		);
		const alone = await run(
			{
				operation: 'downloadExport',
				format: 'universal',
				choose: 'ids',
				exportIds: String(late.id),
			},
			{ waitUpTo: 0 },
		);
		expect(alone.error?.message).toContain('is still being prepared by Sinao');
	});

	test('73 an export that Sinao could not make is not waited for', async () => {
		await start();
		const broken = rowsOf(0, 1)[0];
		api.company.changeRow('exports', broken.id, { status: 'error' });
		const { items, words } = await run(quarter, { checkEvery: 60 });
		expect(items[0].json).toMatchObject({
			outcome: 'incomplete',
			missing: [{ id: broken.id, status: 'error' }],
		});
		expect(words).toContain('could not be created by Sinao');
	});

	test.each([
		['wrongName', "The file name is 'export.txt'"],
		['columns', 'The first line does not contain the 18 column names of a FEC, but 17'],
		['unbalanced', 'Debits do not equal credits in 1 entry'],
	] as const)('74 a FEC with %s is stored unchanged and the oddity said', async (fec, oddity) => {
		await start({ fec });
		const { items, words } = await run(quarter);
		expect((await fileOf(items[0])).equals(fileOfService(rowsOf(0, 3))[1])).toBe(true);
		expect(words).toContain(oddity);
		expect((items[0].json.fec as { oddities: string[] }).oddities.join('\n')).toContain(oddity);
	});
});

describe('Other forms of an answer', () => {
	const mediaTypes: Record<ExportFormat, string> = {
		universal: 'text/plain',
		quadra: 'text/plain',
		fiducial: 'text/plain',
		acd: 'text/plain',
		agiris: 'text/plain',
		pennylane: 'text/csv',
		cegid: 'text/plain',
		xls: 'application/vnd.ms-excel',
	};
	const formats = Object.keys(mediaTypes) as ExportFormat[];

	test('the node offers every format that Sinao has', async () => {
		await start();
		const { properties } = (await loadPackage()).getNode('sinaoAccounting').type
			.description as INodeTypeDescription;
		const offered = properties.find(({ name }) => name === 'format')?.options;
		expect((offered as INodePropertyOptions[]).map(({ value }) => value).sort()).toEqual(
			[...formats].sort(),
		);
	});

	test.each(
		formats.flatMap((format) =>
			(['zip', 'bare'] as const).map((packing) => [format, packing] as const),
		),
	)('104 the format %s, %s: unchanged, with its media type', async (format, exportPacking) => {
		await start({ exportPacking });
		const { items, error } = await run({ ...quarter, format });
		expect(error).toBeUndefined();
		const [name, bytes] = fileOfService(rowsOf(0, 3), format);
		expect(items[0].json).toMatchObject({
			fileName: name,
			format,
			kind: 'document',
			mimeType: mediaTypes[format],
		});
		expect((await fileOf(items[0])).equals(bytes)).toBe(true);
	});

	test('an archive for Agiris has the documents, each with its media type; a ZIP in it stays one', async () => {
		await start();
		const files = [
			{ name: 'agiris.ecr', bytes: Buffer.from('VE;1;2') },
			{ name: 'documents/1.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') },
			{ name: 'documents/2.zip', bytes: makeZip([{ name: 'a.txt', bytes: Buffer.from('a') }]) },
			{ name: 'classeur.xls', bytes: Buffer.from('d0cf11e0a1b11ae1000000', 'hex') },
			{ name: 'texte.xls', bytes: Buffer.from('a\tb\r\n1\t2') },
			{ name: 'image.dat', bytes: Buffer.from([0, 1, 2, 3, 255]) },
		];
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: makeZip(files).toString('base64') },
		});
		const { items } = await run({ ...quarter, format: 'agiris' });
		expect(items.map(({ json }) => [json.fileName, json.mimeType])).toEqual([
			['agiris.ecr', 'text/plain'],
			['1.pdf', 'application/pdf'],
			['2.zip', 'application/zip'],
			['classeur.xls', 'application/vnd.ms-excel'],
			['texte.xls', 'text/plain'],
			['image.dat', 'application/octet-stream'],
		]);
	});

	test('44 an archive whose file is shorter than announced is an error, and nothing is saved', async () => {
		await start();
		const zip = makeZip([
			{ name: 'agiris.ecr', bytes: Buffer.from('VE;1;2') },
			{ name: '1.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF') },
		]);
		// The unpacked size in the first header of the directory (APPNOTE, 4.3.12).
		zip.writeUInt32LE(7, zip.indexOf('PK\x01\x02') + 24);
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		const { items, error } = await run({ ...quarter, format: 'agiris' });
		expect(items).toEqual([]);
		expect(error?.message).toBe('The accounting export is damaged (1 unreadable file)');
	});

	test('an archive for Agiris may be larger than a file; one that is too large is an error with the way out', async () => {
		await start();
		const zip = makeZip(
			['a', 'b', 'c'].map((name) => ({
				name: `${name}.pdf`,
				bytes: Buffer.alloc(900_000, '%PDF-'),
			})),
		);
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		const agiris = await run({ ...quarter, format: 'agiris' }, { maximumFileSize: 1 });
		expect(agiris.items).toHaveLength(3);
		const quadra = await run({ ...quarter, format: 'quadra' }, { maximumFileSize: 1 });
		expect(quadra.items).toEqual([]);
		expect(quadra.error?.message).toBe('The accounting export is larger than 1 MB');
		expect(quadra.error?.description).toContain("Increase 'Maximum File Size (MB)'");
	});

	test.each([
		['fileUrl', 'zip'],
		['fileUrl', 'bare'],
		['job', 'zip'],
		['job', 'bare'],
	] as const)(
		'104 an answer with %s (%s) leads to the file',
		async (exportAnswer, exportPacking) => {
			await start({ exportAnswer, exportPacking, exportPolls: 2 });
			for (const choice of [quarter, { ...quarter, choose: 'sinceLast' }]) {
				const { items, error, words } = await run(choice);
				expect([error, words]).toEqual([undefined, '']);
				const rows = choice === quarter ? rowsOf(0, 3) : rowsOf(0, 6);
				expect((await fileOf(items[0])).equals(fileOfService(rows)[1])).toBe(true);
			}
			expect(requestsTo('GET', /exports\/download$/)).toHaveLength(2);
		},
	);

	test.each([
		['never', 'Sinao is still preparing the accounting export', "'Wait Up To (Minutes)'"],
		['error', 'Sinao could not create the file of the accounting export', 'Nothing was saved'],
	] as const)('104 a job that ends as %s is said', async (exportOutcome, message, way) => {
		await start({ exportAnswer: 'job', exportOutcome });
		const { items, error } = await run(quarter, { waitUpTo: 0.005 });
		expect(items).toEqual([]);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(way);
	});

	test.each([
		[
			'{"data":{"id":1,"status":"finished"}}',
			'Sinao returned data instead of the accounting export',
		],
		['{"message":"Service en maintenance"}', 'Service en maintenance'],
		['upstream error', 'The ZIP archive from Sinao is damaged'],
	])('104 %s instead of a file is an error', async (text, message) => {
		await start();
		api.faults.add({
			path: '/exports/download',
			fault: { kind: 'text', text, contentType: 'application/json' },
		});
		const { items, error } = await run(quarter, { maximumTries: 1 });
		expect(items).toEqual([]);
		expect(error?.message).toContain(message);
	});

	/** Seconds from the first request for the list of exports, of each one that follows a wait. */
	function secondsOfChecks(): number[] {
		const starts = requestsTo('GET', /exports$/).map((request) => request.start);
		return [...new Set(starts)].map((each) => (each - starts[0]) / 1000);
	}

	const every = (seconds: number, end: number) =>
		Array.from({ length: Math.ceil(end / seconds) }, (_, index) => index * seconds);

	test.each([
		['by default every 30 seconds for 10 minutes', {}, [...every(30, 600), 600]],
		[
			'every 7 seconds for a minute and a half',
			{ checkEvery: 7, waitUpTo: 1.5 },
			[...every(7, 90), 90],
		],
		['not at all', { waitUpTo: 0 }, [0]],
	])('73 the list of exports is requested again %s', async (_, options, expected) => {
		await start({ exportOutcome: 'never' });
		const [late] = rowsOf(2, 3);
		api.company.changeRow('exports', late.id, { status: 'processing' });
		const waits = skipWaits();
		try {
			const { items } = await run(quarter, {
				checkEvery: undefined,
				waitUpTo: undefined,
				...options,
			});
			expect(items[0].json.outcome).toBe('incomplete');
			expect(secondsOfChecks()).toEqual(expected);
		} finally {
			waits.restore();
		}
	});

	test('73 an export that becomes ready is downloaded after the next check', async () => {
		await start({ exportPolls: 2 });
		const [late] = rowsOf(2, 3);
		api.company.changeRow('exports', late.id, { status: 'processing', polls_left: 3 });
		const waits = skipWaits();
		try {
			const { items } = await run(quarter, {
				checkEvery: undefined,
				waitUpTo: undefined,
			});
			expect(items[0].json.outcome).toBe('complete');
			expect(secondsOfChecks().at(-1)).toBeLessThanOrEqual(90);
			expect(secondsOfChecks().length).toBeGreaterThan(1);
		} finally {
			waits.restore();
		}
	});
});

describe("118 The machine's clock jumps an hour while an export is prepared", () => {
	const { now } = Date;
	afterEach(() => (Date.now = now));

	/** Moves the clock as soon as the service was asked whether the export is ready. */
	function jump(milliseconds: number): void {
		const asked = () => api.requests.some(({ path }) => path.endsWith('/exports'));
		Date.now = () => now() + (asked() ? milliseconds : 0);
	}

	test('forward: the wait goes on until the export is ready', async () => {
		await start();
		api.company.changeRow('exports', rowsOf(2, 3)[0].id, { status: 'processing', polls_left: 2 });
		jump(3_600_000);
		expect((await run(quarter)).items[0].json).toMatchObject({ outcome: 'complete', missing: [] });
	});

	test('back: the wait ends when its time is over', async () => {
		await start({ exportOutcome: 'never' });
		api.company.changeRow('exports', rowsOf(2, 3)[0].id, { status: 'processing' });
		jump(-3_600_000);
		const { items } = await run(quarter, { waitUpTo: 0.005 });
		expect(items[0].json).toMatchObject({ outcome: 'incomplete' });
	});
});

describe('Paths', () => {
	test('99 the exports of two companies have two paths', async () => {
		await start();
		const paths = [];
		for (const { id } of api.companies.values()) {
			const { outputs } = await runNode({
				type: 'sinaoAccounting',
				parameters: {
					...quarter,
					format: 'quadra',
					authentication: 'login',
					company: { __rl: true, mode: 'id', value: String(id) },
					options: quick,
				},
				credentials: { sinaoLoginApi: { ...api.login, baseUrl: api.baseUrl } },
			});
			paths.push(outputs[0][0].json.path);
		}
		expect(paths).toEqual(
			[...api.companies.keys()].map(
				(id) => `Comptabilité/2024-01-01 2024-03-31 quadra (${id})/quadra.txt`,
			),
		);
	});

	/** The paths of downloads, with what they contain. */
	async function pathsOf(choices: IDataObject[], options: IDataObject = {}) {
		const files = [];
		for (const choice of choices) {
			const { items } = await run(
				{ operation: 'downloadExport', format: 'quadra', ...choice },
				options,
			);
			files.push(...items.map(({ json: { path, sha256 } }) => ({ path, sha256 })));
		}
		return files;
	}

	test.each(['kindAndYear', 'kind', 'flat'])(
		'99 two downloads of the choice "since last" in one millisecond have two paths (%s)',
		async (folderStructure) => {
			await start();
			const now = Date.parse('2024-07-02T08:15:20.123Z');
			const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
			try {
				const sinceLast = { choose: 'sinceLast' };
				const [one] = await pathsOf([sinceLast], { folderStructure });
				api.company.addRow('exports', { ...rowsOf(5, 6)[0], id: undefined });
				const [other] = await pathsOf([sinceLast], { folderStructure });
				expect(one.path).toMatch(/2024-07-02 10h15m20 quadra \(4711\) [0-9a-f]{8}[/ ]/);
				expect(one.path).not.toBe(other.path);
				expect(one.sha256).not.toBe(other.sha256);
			} finally {
				clock.mockRestore();
			}
		},
	);

	test.each(['kindAndYear', 'kind', 'flat'])(
		'99 exports with gaps between them do not have the path of the whole period (%s)',
		async (folderStructure) => {
			await start();
			const ids = rowsOf(0, 4).map(({ id }) => id);
			const sets = [
				[0, 3],
				[0, 1, 3],
				[0, 2, 3],
				[0, 1, 2, 3],
			].map((set) => ({
				choose: 'ids',
				exportIds: set.map((index) => ids[index]).join(),
			}));
			for (const unpack of [true, false]) {
				const files = await pathsOf(sets, { folderStructure, unpack });
				expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(sets.length);
				expect(new Set(files.map(({ path }) => path)).size).toBe(sets.length);
				const marked = /2024-01-01 2024-04-30 quadra \(4711\) [0-9a-f]{8}\b/;
				expect(files.map(({ path }) => marked.test(String(path)))).toEqual([
					true,
					true,
					true,
					false,
				]);
			}
		},
	);

	test('99 two exports of the same days, together and alone, have three paths', async () => {
		await start();
		const [first] = rowsOf(0, 1);
		const id = api.company.addRow('exports', { ...first, id: undefined }).id;
		const files = await pathsOf([
			{ choose: 'ids', exportIds: String(first.id) },
			{ choose: 'ids', exportIds: String(id) },
			{ choose: 'ids', exportIds: `${first.id}, ${id}` },
		]);
		expect(new Set(files.map(({ path }) => path)).size).toBe(3);
	});

	test('99 the same exports have one path, by period or by IDs in any order, also if another one failed', async () => {
		await start();
		const [first] = rowsOf(0, 1);
		api.company.addRow('exports', { ...first, id: undefined, status: 'error' });
		const ids = rowsOf(0, 3).map(({ id }) => id);
		const files = await pathsOf([
			{ choose: 'ids', exportIds: ids.join() },
			{ choose: 'ids', exportIds: [...ids].reverse().join() },
			{ choose: 'dates', period: 'custom', fromDate: '2024-02-01', toDate: '2024-03-31' },
		]);
		expect(files.map(({ path }) => path)).toEqual([
			'Comptabilité/2024-01-01 2024-03-31 quadra (4711)/quadra.txt',
			'Comptabilité/2024-01-01 2024-03-31 quadra (4711)/quadra.txt',
			'Comptabilité/2024-02-01 2024-03-31 quadra (4711)/quadra.txt',
		]);
	});

	test('99 a period of which an export is not ready does not have the path of the whole period', async () => {
		await start({ exportOutcome: 'never' });
		const [late] = rowsOf(1, 2);
		const { choose, period, fromDate, toDate } = quarter;
		const choice = { choose, period, fromDate, toDate };
		const [whole] = await pathsOf([choice]);
		api.company.changeRow('exports', late.id, { status: 'processing' });
		const [part] = await pathsOf([choice], { waitUpTo: 0 });
		expect(part.sha256).not.toBe(whole.sha256);
		expect(part.path).not.toBe(whole.path);
	});

	test('100 a row that Sinao repeats is downloaded once', async () => {
		await start({ exportsRepeat: true });
		const { items } = await run(quarter);
		const ids = rowsOf(0, 3).map(({ id }) => String(id));
		const [{ query }] = requestsTo('GET', /download$/);
		expect(new URLSearchParams(query).getAll('export_entities_ids[]')).toEqual(ids);
		expect((await fileOf(items[0])).equals(fileOfService(rowsOf(0, 3))[1])).toBe(true);
	});
});

describe('Get Many', () => {
	test('lists exports and months, newest first', async () => {
		await start();
		const listed = await run({
			operation: 'getMany',
			list: 'exports',
			returnAll: true,
			simplify: false,
		});
		expect(listed.items.map(({ json }) => json)).toEqual([...api.company.lists.exports].reverse());
		const months = await run({
			operation: 'getMany',
			list: 'months',
			returnAll: true,
			simplify: true,
		});
		expect(months.items.map(({ json }) => json.id)).toEqual(
			api.company.lists.exports.map(({ id }) => id).reverse(),
		);
		expect(months.items[0].json).toMatchObject({ periodStart: '2024-06-01', status: 'finished' });
	});
});

describe('Generate', () => {
	const generate = { operation: 'generate', lastDay: '2024-08-31' };

	test('starts once, from the end of the last export up to the end of the day, and waits until it is finished', async () => {
		await start({ exportPolls: 2 });
		const { items, error } = await run(generate);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			outcome: 'complete',
			status: 'finished',
			isNew: true,
			periodStart: '2024-07-01',
			periodEnd: '2024-08-31',
			totalDebit: 12000,
		});
		expect(requestsTo('POST', /exports$/).map(({ query }) => decodeURIComponent(query))).toEqual([
			'until=2024-09-01T00:00:00Z',
		]);
	});

	test('what is generated already is reported, not generated again', async () => {
		await start();
		await run(generate);
		const { items } = await run(generate);
		expect(items[0].json).toMatchObject({ outcome: 'complete', isNew: false });
		expect(requestsTo('POST', /exports$/)).toHaveLength(1);
	});

	test('an export in error that covers the day does not count: the entries are generated', async () => {
		await start({ exportOutcome: 'error' });
		expect((await run(generate)).items[0].json.outcome).toBe('failed');
		api.variants.exportOutcome = 'finished';
		const { items, error } = await run(generate);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ outcome: 'complete', isNew: true });
		expect(requestsTo('POST', /exports$/)).toHaveLength(2);
	});

	test('an export in error that covers the day, and Sinao generates nothing more: an error with its words', async () => {
		await start({ exportOutcome: 'error' });
		await run(generate);
		api.faults.add({
			path: '/exports$',
			method: 'POST',
			fault: { kind: 'status', status: 400, body: { message: 'This period was exported already' } },
		});
		const { items, error } = await run(generate);
		expect(items).toEqual([]);
		expect(error?.message).toBe('Sinao rejected the request (400)');
		expect(error?.description).toContain('This period was exported already');
	});

	test('73 still processing when the wait is over: incomplete; given up by Sinao: failed', async () => {
		await start({ exportOutcome: 'never' });
		const slow = await run(generate, { waitUpTo: 0.002 });
		expect(slow.items[0].json).toMatchObject({ outcome: 'incomplete', status: 'processing' });
		expect(slow.words).toContain('is still being generated');
		await api.close();
		await start({ exportOutcome: 'error' });
		const broken = await run(generate);
		expect(broken.items[0].json).toMatchObject({ outcome: 'failed', status: 'error' });
		expect(broken.words).toContain('could not generate');
	});

	test.each(['demain', '2024-02-30', '31/08/2024', '={{ $json.nothing }}'])(
		'the day %p generates nothing',
		async (lastDay) => {
			await start();
			const { error, items } = await run({ operation: 'generate', lastDay });
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/^Invalid date: /);
			expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
		},
	);

	test.each(['2024-08-31', '2024-08-31T00:00:00', '2024-08-31T23:10:00.000+02:00'])(
		'the day %p is the last one, in whatever form n8n gives it',
		async (lastDay) => {
			await start();
			expect((await run({ operation: 'generate', lastDay })).items[0].json).toMatchObject({
				periodEnd: '2024-08-31',
				isNew: true,
			});
		},
	);

	test('101 one day in Paris, however it is written, leads to the same until', async () => {
		const forms = [
			'2024-08-31',
			'2024-08-31T00:00:00',
			'2024-08-30T22:00:00Z',
			'2024-08-30T22:00:00.000Z',
			'2024-08-31T00:00:00+02:00',
			'2024-08-30T18:00:00-04:00',
			'2024-08-31T21:59:59Z',
		];
		const asked = [];
		for (const lastDay of forms) {
			await start();
			await run({ operation: 'generate', lastDay });
			asked.push(requestsTo('POST', /exports$/).map(({ query }) => decodeURIComponent(query)));
			if (lastDay !== forms.at(-1)) await api.close();
		}
		expect(asked).toEqual(forms.map(() => ['until=2024-09-01T00:00:00Z']));
	});

	test('119 an empty answer: the list says which export is generated', async () => {
		await start({ exportPolls: 2 });
		api.faults.add({ method: 'POST', path: '/exports$', fault: { kind: 'empty' } });
		const { items, error } = await run(generate);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			outcome: 'complete',
			isNew: true,
			periodEnd: '2024-08-31',
		});
		expect(requestsTo('POST', /exports$/)).toHaveLength(1);
	});

	test('an answer that is lost on the way does not generate twice', async () => {
		await start();
		api.faults.add({
			method: 'POST',
			path: '/exports$',
			fault: { kind: 'reset', when: 'midBody' },
		});
		const { items } = await run(generate);
		expect(items[0].json).toMatchObject({ outcome: 'complete', isNew: true });
		expect(requestsTo('POST', /exports$/)).toHaveLength(1);
		expect(api.company.lists.exports).toHaveLength(7);
	});

	test('a refusal is given in the words of the service', async () => {
		await start();
		api.faults.add({
			method: 'POST',
			path: '/exports$',
			fault: { kind: 'status', status: 400, body: { message: 'Une clôture est en cours' } },
		});
		const { error } = await run(generate);
		expect(error?.description).toMatch(/^Sinao's message: “Une clôture est en cours”\./);
	});

	test('no other operation generates anything', async () => {
		await start();
		await run(quarter);
		await run({ operation: 'getMany', list: 'exports', returnAll: true });
		await run({ operation: 'getMany', list: 'months', returnAll: true });
		expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
	});

	test('an AI agent is offered every operation but this one', async () => {
		await start();
		const { usableAsTool } = (await loadPackage()).getNode('sinaoAccounting').type.description;
		const { properties } = (usableAsTool as UsableAsToolDescription)
			.replacements as INodeTypeDescription;
		const operation = properties.find(({ name }) => name === 'operation');
		expect((operation?.options as INodePropertyOptions[]).map(({ value }) => value)).toEqual([
			'downloadExport',
			'getMany',
		]);
		const { error } = await run(generate, {}, 'sinaoAccountingTool');
		expect(error?.message).toBe('AI agents may not generate accounting entries');
		expect(api.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});
