import fc from 'fast-check';
import { zipSync } from 'fflate';
import type { IDataObject } from 'n8n-workflow';

import { cleanUp, fileOf, type NodeResult, runNode } from '../../../support/engine';
import { type SinaoOptions, type SinaoServer, startSinao } from '../../../support/sinao';
import type { Fault } from '../../../support/sinao/faults/fault';
import type { DocumentList } from '../../../support/sinao/types';

let api: SinaoServer | undefined;

async function start(options: SinaoOptions): Promise<SinaoServer> {
	return (api = await startSinao({ seed: 3, nasty: false, ...options }));
}

afterEach(async () => await api?.close());
afterAll(cleanUp);

const types: Partial<Record<DocumentList, string>> = {
	invoices: 'sinaoInvoices',
	quotes: 'sinaoQuotes',
	purchases: 'sinaoPurchases',
};

async function download(
	service: SinaoServer,
	list: DocumentList,
	options: IDataObject = {},
	items = 1,
): Promise<NodeResult> {
	const { apiKey, baseUrl } = service;
	return await runNode({
		type: types[list] as string,
		parameters: {
			operation: 'downloadPdf',
			choose: 'filters',
			options: { downloadInBulk: true, firstWait: 1, ...options },
		},
		credentials: { sinaoApi: { apiKey, baseUrl, appId: String(service.appId) } },
		items: Array.from({ length: items }, () => ({ json: {} })),
	});
}

/** Ids of the rows that have a document. */
function idsWithDocument(service: SinaoServer, list: DocumentList): number[] {
	return service.company.lists[list].map(({ id }) => id).filter((id) => service.document(list, id));
}

/** Every document of the list is there, under its own id, to the byte, and nothing else. */
async function expectEveryDocument(
	service: SinaoServer,
	list: DocumentList,
	{ outputs, error }: NodeResult,
): Promise<void> {
	expect(error).toBeUndefined();
	const files = new Map<number, Buffer>();
	for (const item of outputs[0])
		files.set((item.json.document as { id: number }).id, await fileOf(item));
	const ids = idsWithDocument(service, list);
	expect([...files.keys()].sort()).toEqual(ids.sort());
	for (const id of ids)
		expect(files.get(id)?.equals(service.document(list, id) as Buffer)).toBe(true);
	expect(outputs[1]).toEqual([]);
}

/** Each of these rows is requested singly, because an archive that leaves it out proves nothing. */
const absent = (service: SinaoServer, list: DocumentList) =>
	service.company.lists[list].length - idsWithDocument(service, list).length;

function counts({ requests }: SinaoServer) {
	const ending = (end: string) => requests.filter(({ path }) => path.endsWith(end)).length;
	return {
		bulk: ending('/download'),
		single: ending('/pdf') + ending('/original'),
		all: requests.length,
	};
}

describe('Download in bulk', () => {
	it('gets 1,000 documents in at most 30 requests, besides those for rows without a document', async () => {
		const service = await start({ size: { quotes: 1100 }, documentBytes: 2000 });
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
		expect(idsWithDocument(service, 'quotes').length).toBeGreaterThanOrEqual(1000);
		expect(counts(service).all - absent(service, 'quotes')).toBeLessThanOrEqual(30);
	});

	it.each(['number', 'id', 'opaque'] as const)(
		'proves invoices by the data inside them, whatever their names are (%s)',
		async (zipNames) => {
			const service = await start({ size: { invoices: 130 }, variants: { zipNames } });
			await expectEveryDocument(service, 'invoices', await download(service, 'invoices'));
			expect(counts(service)).toMatchObject({ bulk: 2, single: absent(service, 'invoices') });
		},
	);

	it('proves purchases by their MD5, pictures and XML among them', async () => {
		const service = await start({ size: { purchases: 120 }, variants: { zipNames: 'opaque' } });
		await expectEveryDocument(service, 'purchases', await download(service, 'purchases'));
		expect(counts(service)).toMatchObject({ bulk: 2, single: absent(service, 'purchases') });
	});

	it('requests every document that no archive contains, also if other drafts have none', async () => {
		const service = await start({ size: { quotes: 60 } });
		const drafts = service.company.lists.quotes.filter(({ status }) => status === 'draft');
		expect(drafts.length).toBeGreaterThan(2);
		const [, ...printed] = drafts.map(({ id }) => id);
		// Printed singly, and left out of archives.
		const [id] = idsWithDocument(service, 'quotes');
		const base64 = service.document('quotes', id)?.toString('base64') as string;
		for (const draft of printed)
			service.faults.add({ path: `/quotes/${draft}/pdf$`, fault: { kind: 'bytes', base64 } });
		const { outputs } = await download(service, 'quotes');
		const ids = outputs[0].map(({ json }) => (json.document as { id: number }).id);
		expect(printed.filter((draft) => !ids.includes(draft))).toEqual([]);
	});

	it('fetches singly what no entry can be proven to be, and stops asking for ZIP files after two in vain', async () => {
		const service = await start({ size: { quotes: 160 }, variants: { zipNames: 'opaque' } });
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
		expect(counts(service).bulk).toBe(2);
	});

	it('takes numbers that are dangerous or there twice as no proof', async () => {
		const service = await start({ nasty: true, size: { invoices: 90 } });
		await expectEveryDocument(service, 'invoices', await download(service, 'invoices'));
		expect(counts(service)).toMatchObject({ bulk: 2 });
	});

	it('fetches singly where the service knows no download in bulk', async () => {
		const service = await start({ size: { quotes: 20 } });
		service.faults.add({ path: '/download$', fault: { kind: 'status', status: 404 } });
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
	});

	it('asks for smaller ZIP files where one would be too large to hold', async () => {
		const service = await start({ size: { quotes: 60 }, documentBytes: 1_000_000 });
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
		// Names are tried on one document.
		expect(counts(service)).toMatchObject({ single: 1 + absent(service, 'quotes') });
	});

	it('37 A document that is deleted before its ZIP is made costs no other', async () => {
		const service = await start({ size: { quotes: 30 } });
		const [gone] = idsWithDocument(service, 'quotes');
		service.faults.add({
			path: '/download$',
			times: 1,
			fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'quotes', id: gone }] },
		});
		const result = await download(service, 'quotes');
		await expectEveryDocument(service, 'quotes', result);
		expect(result.hints.map(({ message }) => message).join()).toMatch(/Deleted in Sinao/);
	});

	it('40 A document that changes after its ZIP was made is downloaded again', async () => {
		const service = await start({ size: { quotes: 30 } });
		const [id] = idsWithDocument(service, 'quotes');
		service.faults.add({
			path: '/download$',
			times: 1,
			fault: {
				kind: 'mutate',
				when: 'after',
				steps: [{ do: 'change', list: 'quotes', id, changes: { title: 'Autre objet' } }],
			},
		});
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
	});

	it('puts the documents into ZIP files of its own as well', async () => {
		const service = await start({ size: { quotes: 120 } });
		const { outputs } = await download(service, 'quotes', { zip: true });
		const ids = outputs[0].flatMap(({ json }) =>
			(json.documents as Array<{ id: number }>).map(({ id }) => id),
		);
		expect(ids.sort()).toEqual(idsWithDocument(service, 'quotes').sort());
		// Names are tried on one document.
		expect(counts(service)).toMatchObject({ bulk: 3, single: 1 + absent(service, 'quotes') });
	});

	it('96 begins a new ZIP file before 1,000 documents, however small they are', async () => {
		const service = await start({ size: { quotes: 1100 } });
		const { outputs } = await download(service, 'quotes', { zip: true });
		const documents = outputs[0].map(({ json }) => json.documents as Array<{ id: number }>);
		expect(documents.map(({ length }) => length)).toEqual([
			999,
			idsWithDocument(service, 'quotes').length - 999,
		]);
		expect(
			documents
				.flat()
				.map(({ id }) => id)
				.sort(),
		).toEqual(idsWithDocument(service, 'quotes').sort());
	});

	it("96 refuses a 'Maximum ZIP Size' that is no number", async () => {
		const service = await start({ size: { quotes: 2 } });
		const { error } = await download(service, 'quotes', { zip: true, maximumZipSize: 'big' });
		expect(error?.message).toBe("Invalid value for 'Maximum ZIP Size (MB)': 'big'");
	});
});

describe('Download in bulk by itself', () => {
	const automatic = async (service: SinaoServer, list: DocumentList, options: IDataObject = {}) =>
		await download(service, list, { downloadInBulk: undefined, ...options });

	it.each([
		['not set', undefined],
		['automatic', 'automatic'],
	])('%s: many documents come in ZIP files', async (_, downloadInBulk) => {
		const service = await start({ size: { quotes: 140 } });
		const result = await automatic(service, 'quotes', { downloadInBulk });
		await expectEveryDocument(service, 'quotes', result);
		// Names are tried on one document, and each draft that is in no archive is requested.
		expect(counts(service)).toMatchObject({ bulk: 2, single: 1 + absent(service, 'quotes') });
		expect(result.hints.filter(({ message }) => message.includes('ZIP'))).toEqual([]);
	});

	it('fewer than 100 documents are requested singly', async () => {
		const service = await start({ size: { quotes: 99 } });
		await expectEveryDocument(service, 'quotes', await automatic(service, 'quotes'));
		expect(counts(service)).toMatchObject({ bulk: 0, single: 99 });
	});

	it.each([
		['saved by an earlier version', false, true],
		['from an expression', 'false', 'true'],
	])('values %s: never and always', async (_, never, always) => {
		const service = await start({ size: { quotes: 120 } });
		await automatic(service, 'quotes', { downloadInBulk: never });
		expect(counts(service).bulk).toBe(0);
		const few = await start({ size: { quotes: 20 } });
		await automatic(few, 'quotes', { downloadInBulk: always });
		expect(counts(few).bulk).toBe(1);
		await service.close();
	});

	it.each([
		['one item', {}, 1],
		['two items', {}, 2],
		['ZIP files as output', { zip: true }, 1],
	])(
		'documents that cannot be identified: no second ZIP file is requested (%s)',
		async (_, options, items) => {
			const service = await start({ size: { quotes: 170 }, variants: { zipNames: 'opaque' } });
			const { outputs, error, hints } = await download(
				service,
				'quotes',
				{ downloadInBulk: 'automatic', ...options },
				items,
			);
			expect(error).toBeUndefined();
			const ids = outputs[0].flatMap(({ json }) =>
				((json.documents ?? [json.document]) as Array<{ id: number }>).map(({ id }) => id),
			);
			const expected = idsWithDocument(service, 'quotes');
			expect(ids.sort()).toEqual(
				Array.from({ length: items }, () => expected)
					.flat()
					.sort(),
			);
			expect(counts(service)).toMatchObject({ bulk: 1, single: 170 * items });
			expect(hints.filter(({ message }) => message.includes('ZIP'))).toEqual([]);
		},
	);

	it.each<[string, Fault]>([
		['is refused', { kind: 'status', status: 404 }],
		['fails', { kind: 'status', status: 504 }],
		['needs another key', { kind: 'status', status: 401 }],
		['is possible in an hour', { kind: 'status', status: 503, retryAfter: 3600 }],
		['is damaged', { kind: 'bytes', base64: 'UEsDBA==' }],
		['does not come', { kind: 'silence' }],
	])('the first ZIP file %s: it is requested once, and every document comes', async (_, fault) => {
		const service = await start({ size: { quotes: 110 } });
		service.faults.add({ path: '/download$', fault });
		const options = { idleTimeout: 0.5 };
		await expectEveryDocument(service, 'quotes', await automatic(service, 'quotes', options));
		expect(counts(service)).toMatchObject({ bulk: 1, single: 110 });
	});

	it('a later ZIP file proves less than half: the rest is requested singly', async () => {
		const service = await start({ size: { purchases: 230 } });
		service.faults.add({
			path: '/download$',
			after: 1,
			fault: { kind: 'bytes', base64: Buffer.from(zipSync({})).toString('base64') },
		});
		await expectEveryDocument(service, 'purchases', await automatic(service, 'purchases'));
		expect(counts(service).bulk).toBe(2);
	});

	it.each([
		['always', true, 60],
		['automatic', 'automatic', 120],
	])(
		'%s: a draft whose PDF is in no ZIP file is not taken for one without a PDF',
		async (_, downloadInBulk, quotes) => {
			const service = await start({ size: { quotes } });
			const drafts = service.company.lists.quotes.filter(({ status }) => status === 'draft');
			expect(drafts.length).toBeGreaterThan(1);
			const [pdf] = idsWithDocument(service, 'quotes').map((id) => service.document('quotes', id));
			service.faults.add({
				path: `/quotes/(?:${drafts.map(({ id }) => id).join('|')})/pdf$`,
				fault: { kind: 'bytes', base64: (pdf as Buffer).toString('base64') },
			});
			const { outputs } = await automatic(service, 'quotes', { downloadInBulk });
			expect(outputs[0].map(({ json }) => (json.document as { id: number }).id).sort()).toEqual(
				service.company.lists.quotes.map(({ id }) => id).sort(),
			);
		},
	);
});

describe('Larger ZIP files after a complete one', () => {
	/** The number of documents in each request for a ZIP file. */
	const sizes = ({ requests }: SinaoServer) =>
		requests
			.filter(({ path }) => path.endsWith('/download'))
			.map(({ query }) => new URLSearchParams(query).getAll('ids[]').length);

	it.each([
		['is complete', 'all', [50, 100, 100, 80], 0],
		// The larger ones are requested again in parts.
		['is refused', 'refused', [50, 100, 50, 50, 50, 50, 50, 30], 0],
		// The documents behind the first 50 are requested singly, and no second ZIP file is that large.
		['has only the first 50', 'first50', [50, 100, 50, 50, 50, 30], 50],
	] as const)(
		'a ZIP file of more than 50 documents %s: every document comes',
		async (_, zipMost, expected, left) => {
			const service = await start({ size: { invoices: 330 }, variants: { zipMost } });
			const result = await download(service, 'invoices', { downloadInBulk: 'automatic' });
			await expectEveryDocument(service, 'invoices', result);
			expect(sizes(service)).toEqual(expected);
			const withoutDocument = absent(service, 'invoices');
			expect(counts(service).single).toBeGreaterThanOrEqual(withoutDocument);
			expect(counts(service).single).toBeLessThanOrEqual(withoutDocument + left);
		},
	);

	it('a ZIP file of more than 50 documents does not come: it is requested once, and its documents in smaller ones', async () => {
		const service = await start({ size: { invoices: 230 } });
		service.faults.add({ path: '/download$', after: 1, times: 1, fault: { kind: 'silence' } });
		const options = { downloadInBulk: 'automatic', idleTimeout: 0.5 };
		await expectEveryDocument(service, 'invoices', await download(service, 'invoices', options));
		expect(sizes(service)).toEqual([50, 100, 50, 50, 50, 30]);
	});

	it("one at a time if 'Parallel Downloads' is 1, and several by default", async () => {
		const inFlight = async (options: IDataObject) => {
			const service = await start({ size: { purchases: 520 } });
			const fault = { kind: 'drip', everyMilliseconds: 20, steps: 5 } as const;
			service.faults.add({ path: '/download$', fault });
			const result = await download(service, 'purchases', options);
			await expectEveryDocument(service, 'purchases', result);
			const found = service.maximumInFlight();
			await service.close();
			return found;
		};
		expect(await inFlight({ parallelDownloads: 1 })).toBe(1);
		expect(await inFlight({})).toBeGreaterThan(1);
	});

	it('documents that make a large ZIP file are not requested in a larger one', async () => {
		const service = await start({ size: { quotes: 160 }, documentBytes: 200_000 });
		await expectEveryDocument(service, 'quotes', await download(service, 'quotes'));
		expect(sizes(service)).toEqual([50, 50, 50, 10]);
	});
});

describe('44 An unexpected ZIP archive', () => {
	const faults: Array<[Extract<Fault, { kind: 'zip' }>['how'], DocumentList]> = (
		['incomplete', 'extra', 'slip', 'brokenDirectory', 'renamed'] as const
	).flatMap((how) =>
		(['invoices', 'quotes', 'purchases'] as const).map((list): [typeof how, DocumentList] => [
			how,
			list,
		]),
	);

	it.each(faults)('44 %s: every document of %s is correct', async (how, list) => {
		const service = await start({ size: { [list]: 70 } });
		service.faults.add({ path: '/download$', fault: { kind: 'zip', how } });
		await expectEveryDocument(service, list, await download(service, list));
	});

	it('44 incomplete: only missing documents are requested one by one', async () => {
		const service = await start({ size: { purchases: 40 } });
		service.faults.add({ path: '/download$', fault: { kind: 'zip', how: 'incomplete' } });
		await expectEveryDocument(service, 'purchases', await download(service, 'purchases'));
		expect(counts(service)).toMatchObject({ bulk: 1, single: absent(service, 'purchases') + 1 });
	});

	it('44 damaged once: the same ZIP is requested again, and singly only purchases that have no file', async () => {
		const service = await start({ size: { purchases: 40 } });
		const base64 = Buffer.from('PK\x03\x04 of which no directory came').toString('base64');
		service.faults.add({ path: '/download$', times: 1, fault: { kind: 'bytes', base64 } });
		await expectEveryDocument(service, 'purchases', await download(service, 'purchases'));
		expect(counts(service)).toMatchObject({ bulk: 2, single: absent(service, 'purchases') });
		const single = service.requests
			.filter(({ path }) => /\/(?:pdf|original)$/.test(path))
			.map(({ path }) => Number(path.split('/').at(-2)));
		expect(idsWithDocument(service, 'purchases').filter((id) => single.includes(id))).toEqual([]);
	});

	it('44 bomb: entries before it are used, and it is not unpacked', async () => {
		const service = await start({ size: { quotes: 20 } });
		service.faults.add({
			path: '/download$',
			fault: { kind: 'zip', how: 'bomb', bytes: 80 << 20 },
		});
		await expectEveryDocument(
			service,
			'quotes',
			await download(service, 'quotes', { maximumFileSize: 10 }),
		);
		expect(counts(service).bulk).toBe(1);
	});

	it('44 no ZIP, however it is damaged, gives a wrong document or stops the run', async () => {
		const service = await start({ size: { purchases: 12 } });
		const ids = idsWithDocument(service, 'purchases');
		const good = Buffer.from(
			zipSync(
				Object.fromEntries(
					ids.map((id) => [`${id}.bin`, service.document('purchases', id) as Buffer]),
				),
			),
		);
		const damage = fc.record({
			at: fc.double({ min: 0, max: 0.999, noNaN: true }),
			bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
			cut: fc.boolean(),
		});
		await fc.assert(
			fc.asyncProperty(damage, async ({ at, bytes, cut }) => {
				const zip = Buffer.from(good);
				const place = Math.floor(at * zip.length);
				zip.set(bytes.subarray(0, zip.length - place), place);
				service.faults.clear();
				service.faults.add({
					path: '/download$',
					fault: {
						kind: 'bytes',
						base64: zip.subarray(0, cut ? place : zip.length).toString('base64'),
					},
				});
				await expectEveryDocument(service, 'purchases', await download(service, 'purchases'));
			}),
			{ numRuns: 25, seed: 44 },
		);
	});

	it('44 a ZIP of any documents under any names, once, twice or not at all, gives each document its own bytes', async () => {
		const service = await start({ size: { purchases: 8 } });
		const ids = idsWithDocument(service, 'purchases');
		const name = fc.oneof(
			fc.constantFrom(
				'../../etc/passwd',
				'/a.pdf',
				'C:\\a.pdf',
				'a/../b',
				'..',
				'%2e%2e/a',
				'constructor',
				'x'.repeat(300),
			),
			fc.integer({ min: 2990, max: 3040 }).map((id) => `${id}.pdf`),
			fc.string(),
		);
		// fflate cannot write this name.
		const usable = name.filter((text) => text !== '__proto__');
		const entry = fc.record({
			name: usable,
			bytes: fc.oneof(
				fc.constantFrom(...ids).map((id) => service.document('purchases', id) as Buffer),
				fc.uint8Array({ maxLength: 60 }),
			),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(entry, { maxLength: 14 }), async (entries) => {
				const zip = zipSync(Object.fromEntries(entries.map((each) => [each.name, each.bytes])));
				service.faults.clear();
				service.faults.add({
					path: '/download$',
					fault: { kind: 'bytes', base64: Buffer.from(zip).toString('base64') },
				});
				await expectEveryDocument(service, 'purchases', await download(service, 'purchases'));
			}),
			{ numRuns: 25, seed: 44 },
		);
	});
});
