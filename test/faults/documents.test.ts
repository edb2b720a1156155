import { createHash } from 'node:crypto';

import type { Row } from '../support/sinao/types';
import {
	download,
	everyId,
	expectDocuments,
	fileOf,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 24, purchases: 8 } });
const draftPdf = '%PDF-1.7\n% a draft\n%%EOF\n';

function draft(): Row {
	const row = sinao.api.company.lists.invoices.find(({ status }) => status === 'draft');
	if (!row) throw new Error('There is no draft');
	return row;
}

/** Ids of the invoices that have a PDF. */
function withPdf(): number[] {
	return everyId(sinao.api).filter((id) => sinao.api.document('invoices', id));
}

it('36 404 on one PDF: it is in the output Missing, the rest is there', async () => {
	const { api } = sinao;
	const [, , lost] = everyId(api);
	api.faults.add({ path: `/${lost}/pdf$`, fault: { kind: 'status', status: 404 } });
	const { outputs } = await download(api);
	await expectDocuments(
		api,
		outputs[0],
		withPdf().filter((id) => id !== lost),
	);
	expect(outputs[1].map(({ json }) => json)).toEqual([
		expect.objectContaining({
			reason: 'notFound',
			message: 'No document in Sinao',
			tries: 1,
		}),
	]);
});

it('37 Deleted between the list and the download: told apart from a fault, and nothing is missing', async () => {
	const { api } = sinao;
	const { id, number } = api.company.addInvoice();
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'invoices', id }] },
	});
	const result = await download(api);
	await expectDocuments(api, result.outputs[0], withPdf());
	expect(result.outputs[1]).toEqual([]);
	expect(hintsOf(result)).toContain(`Deleted in Sinao during the download: ${String(number)}.`);
});

it('38 A draft without a PDF: no gap and nothing missing', async () => {
	const { api } = sinao;
	const result = await download(api);
	await expectDocuments(api, result.outputs[0], withPdf());
	expect(result.outputs[1]).toEqual([]);
	expect(hintsOf(result)).toEqual(['No PDF in Sinao for 1 invoice.']);
});

it('38 A draft that has a PDF: stored as draft-<id>, or left out by the option', async () => {
	const { api } = sinao;
	const { id } = draft();
	api.faults.add({
		path: `/${id}/pdf$`,
		fault: { kind: 'text', text: draftPdf, contentType: 'application/pdf' },
	});
	const item = (await download(api)).outputs[0].find(({ json }) => idsOf([{ json }])[0] === id);
	expect(item?.json.fileName).toContain(`draft-${id}`);
	expect((await fileOf(item!)).toString()).toBe(draftPdf);
	api.requests.length = 0;
	expect(
		idsOf((await download(api, { options: { includeDrafts: false } })).outputs[0]),
	).not.toContain(id);
	expect(requestsTo(api, `/${id}/pdf`)).toEqual([]);
});

it('39 A draft is confirmed during the run: stored under its number, and under no other name', async () => {
	const { api } = sinao;
	const { id } = api.company.addInvoice({ status: 'draft', number: null });
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: { kind: 'text', text: draftPdf, contentType: 'application/pdf' },
	});
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: { kind: 'mutate', steps: [{ do: 'finalise', id }], when: 'after' },
	});
	const { outputs } = await download(api);
	const [item, ...others] = outputs[0].filter((candidate) => idsOf([candidate])[0] === id);
	expect(others).toEqual([]);
	expect(item.json.fileName).toContain(String(api.company.find('invoices', id)?.number));
	expect(await fileOf(item)).toEqual(api.document('invoices', id));
});

it('39 A draft without a PDF is confirmed during the run: the next run stores it under its number', async () => {
	const { api } = sinao;
	const { id } = api.company.addInvoice({ status: 'draft', number: null });
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: { kind: 'mutate', steps: [{ do: 'finalise', id }], when: 'after' },
	});
	await download(api);
	const { outputs } = await download(api);
	expect(
		outputs[0].filter((item) => idsOf([item])[0] === id).map(({ json }) => json.fileName),
	).toEqual([expect.stringContaining(String(api.company.find('invoices', id)?.number))]);
});

it('40 A document changes between its row and the end of the run: downloaded again, once', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'invoices', id, changes: { title: 'Changed meanwhile' } }],
			when: 'after',
		},
	});
	const { outputs } = await download(api);
	await expectDocuments(api, outputs[0], withPdf());
	expect(requestsTo(api, `/${id}/pdf`)).toHaveLength(2);
});

it('40 The rows cannot be read again after the downloads: the documents are kept, and it is said', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 2, fault: { kind: 'status', status: 503 } });
	const result = await download(api, { options: { maximumTries: 2 } });
	expect(result.error).toBeUndefined();
	await expectDocuments(api, result.outputs[0], withPdf());
	expect(hintsOf(result)).toContain(
		'Could not check whether documents changed during the download: Sinao could not process the request (503).',
	);
});

it('40 A document is deleted after its download, and its row comes with deleted_at: kept, and not requested again', async () => {
	const { api } = sinao;
	const [id] = withPdf();
	api.faults.add({
		path: '/invoices$',
		after: 2,
		times: 1,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'invoices', id, changes: { deleted_at: '2025-01-01' } }],
		},
	});
	const { outputs } = await download(api);
	expect(api.company.find('invoices', id)?.deleted_at).toBe('2025-01-01');
	await expectDocuments(api, outputs[0], withPdf());
	expect(outputs[1]).toEqual([]);
	expect(requestsTo(api, `/${id}/pdf`)).toHaveLength(1);
	api.company.changeRow('invoices', id, { deleted_at: null });
});

/** Changes an invoice when the rows are read again after the downloads. */
function changeMeanwhile(id: number): void {
	sinao.api.faults.add({
		path: '/invoices$',
		after: 2,
		times: 1,
		fault: {
			kind: 'mutate',
			steps: [{ do: 'change', list: 'invoices', id, changes: { title: 'Another' } }],
		},
	});
}

it('40, 37 A document changes and is deleted before it is downloaded again: deleted, without a file', async () => {
	const { api } = sinao;
	const { id, number } = api.company.addInvoice();
	changeMeanwhile(id);
	api.faults.add({
		path: `/${id}/pdf$`,
		after: 1,
		fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'invoices', id }] },
	});
	const result = await download(api);
	await expectDocuments(api, result.outputs[0], withPdf());
	expect(result.outputs[1]).toEqual([]);
	expect(hintsOf(result)).toContain(`Deleted in Sinao during the download: ${String(number)}.`);
});

it('40 A document changes and cannot be downloaded again: in the output Missing, and its earlier file is not kept', async () => {
	const { api } = sinao;
	const [, id] = withPdf();
	changeMeanwhile(id);
	api.faults.add({ path: `/${id}/pdf$`, after: 1, fault: { kind: 'status', status: 503 } });
	const { outputs } = await download(api, { options: { maximumTries: 2 } });
	await expectDocuments(
		api,
		outputs[0],
		withPdf().filter((each) => each !== id),
	);
	expect(idsOf(outputs[1])).toEqual([id]);
});

describe('29, 40 A row that comes twice in one reading counts as it comes last', () => {
	const options = { pageSize: 5, fileNamePattern: '{title}' };

	/** Lets the fifth row have one title on its own page, and come again with another one on the next page. */
	async function downloadTwice(requestsBefore: number, titles: string[]) {
		const { api } = sinao;
		const id = everyId(api)[4];
		titles.forEach((title, index) =>
			api.faults.add({
				path: '/invoices$',
				after: requestsBefore + index,
				times: 1,
				fault: {
					kind: 'mutate',
					steps: [{ do: 'change', list: 'invoices', id, changes: { title } }],
				},
			}),
		);
		api.faults.add({
			path: '/invoices$',
			after: requestsBefore + 1,
			times: 1,
			fault: { kind: 'repeatRow' },
		});
		const { outputs } = await download(api, { options });
		await expectDocuments(api, outputs[0], withPdf());
		const item = outputs[0].find((each) => idsOf([each])[0] === id);
		return { name: item?.json.fileName, requests: requestsTo(api, `/${id}/pdf`).length };
	}

	/** How many requests one reading takes. */
	async function requestsOfAReading(): Promise<number> {
		const { api } = sinao;
		await getMany(api, { options });
		const { length } = requestsTo(api, '/invoices');
		api.requests.length = 0;
		return length;
	}

	it('29 in the reading before the downloads', async () => {
		const { name, requests } = await downloadTwice(0, ['First', 'Second']);
		expect(name).toMatch(/^Second/);
		expect(requests).toBe(1);
	});

	it('40 in the reading after the downloads: changed, and changed once more', async () => {
		const { name, requests } = await downloadTwice(await requestsOfAReading(), ['Third', 'Fourth']);
		expect(name).toMatch(/^Fourth/);
		expect(requests).toBe(2);
	});

	it('40 in the reading after the downloads: changed, and as it was before', async () => {
		const { api } = sinao;
		const before = String(api.company.find('invoices', everyId(api)[4])?.title);
		const { name, requests } = await downloadTwice(await requestsOfAReading(), ['Fifth', before]);
		expect(name).toMatch(new RegExp(`^${before}`));
		expect(requests).toBe(1);
	});
});

it('43 An MD5 in capital letters is that of the same file: a different file is requested again, the right one once', async () => {
	const { api } = sinao;
	const ids = everyId(api, 'purchases').filter((id) => api.document('purchases', id));
	const small = ids.map((id) => [id, api.company.find('purchases', id)?.md5] as const);
	for (const [id, md5] of small)
		api.company.changeRow('purchases', id, { md5: String(md5).toUpperCase() });
	api.faults.add({ path: `/${ids[0]}/original$`, times: 1, fault: { kind: 'otherBytes' } });
	const result = await download(api, { type: 'sinaoPurchases' });
	for (const [id, md5] of small) api.company.changeRow('purchases', id, { md5 });
	await expectDocuments(api, result.outputs[0], ids, 'purchases');
	expect(hintsOf(result).join()).not.toContain('MD5');
	expect(ids.map((id) => requestsTo(api, `/${id}/original`).length)).toEqual(
		ids.map((_, index) => (index ? 1 : 2)),
	);
});

it('43 The MD5 differs from the download: requested again, and the other file that comes counts', async () => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	api.faults.add({ path: `/${id}/original$`, times: 1, fault: { kind: 'otherBytes' } });
	const result = await download(api, { type: 'sinaoPurchases' });
	await expectDocuments(
		api,
		result.outputs[0],
		everyId(api, 'purchases').filter((purchase) => api.document('purchases', purchase)),
		'purchases',
	);
	expect(requestsTo(api, `/${id}/original`)).toHaveLength(2);
	expect(hintsOf(result).join()).not.toContain('MD5');
});

it('87 The MD5 differs, and the same whole file comes again: saved after two requests, with a warning that has both hashes', async () => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	api.faults.add({ path: `/${id}/original$`, fault: { kind: 'otherBytes' } });
	const result = await download(api, { type: 'sinaoPurchases' });
	expect(result.outputs[1]).toEqual([]);
	const item = result.outputs[0].find((each) => idsOf([each])[0] === id);
	const bytes = await fileOf(item!);
	expect(bytes.includes('% altered')).toBe(true);
	const md5 = createHash('md5').update(bytes).digest('hex');
	expect(hintsOf(result)).toContain(
		`Files that differ from the uploaded ones, also after a second download, saved as returned by Sinao: ${id} (MD5 ${String(api.company.find('purchases', id)?.md5)} in Sinao, ${md5} saved).`,
	);
	expect(requestsTo(api, `/${id}/original`)).toHaveLength(2);
});

it.each([
	['in upper case', (md5: string) => md5.toUpperCase()],
	['with spaces', (md5: string) => ` ${md5.slice(0, 16)} ${md5.slice(16)}\n`],
])('87 An MD5 %s counts as any other', async (_, written) => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	const md5 = String(api.company.find('purchases', id)?.md5);
	api.company.changeRow('purchases', id, { md5: written(md5) });
	const right = await download(api, { type: 'sinaoPurchases' });
	expect(hintsOf(right).join()).not.toContain('MD5');
	expect(requestsTo(api, `/${id}/original`)).toHaveLength(1);
	api.faults.add({ path: `/${id}/original$`, fault: { kind: 'otherBytes' } });
	const different = await download(api, { type: 'sinaoPurchases' });
	api.company.changeRow('purchases', id, { md5 });
	expect(hintsOf(different).join()).toContain(`${id} (MD5 ${md5} in Sinao`);
});

it('87 The MD5 differs and the file is cut short: refused, as any other', async () => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	api.faults.add({
		path: `/${id}/original$`,
		fault: { kind: 'text', text: '%PDF-1.7\ncut', contentType: 'application/pdf' },
	});
	const { outputs } = await download(api, {
		type: 'sinaoPurchases',
		options: { maximumTries: 2 },
	});
	expect(idsOf(outputs[1])).toEqual([id]);
});

/** Lets a purchase be this file, which equals its MD5 or has none. */
function upload(
	bytes: Buffer,
	more: { headers?: Record<string, string>; md5?: boolean; title?: string },
): number {
	const { api } = sinao;
	const { md5 = false, title = 'Frais', headers = {} } = more;
	const [id] = everyId(api, 'purchases');
	api.company.changeRow('purchases', id, {
		title,
		picture: 'x',
		md5: md5 ? createHash('md5').update(bytes).digest('hex') : null,
	});
	api.faults.add({
		path: `/${id}/original$`,
		fault: { kind: 'bytes', base64: bytes.toString('base64'), headers },
	});
	return id;
}

/** The file of the purchase that was uploaded, after one request. */
async function uploaded(id: number) {
	const { api } = sinao;
	const { outputs } = await download(api, {
		type: 'sinaoPurchases',
		parameters: { filters: { ids: String(id) } },
	});
	expect(outputs[1]).toEqual([]);
	expect(requestsTo(api, `/${id}/original`)).toHaveLength(1);
	return outputs[0][0];
}

const utf16 = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?>\n<facture/>', 'utf16le');
const page = '<!DOCTYPE html><html><body>Merci pour votre achat</body></html>';

it.each<[string, Buffer, string]>([
	[
		'a PDF with NUL bytes after its end',
		Buffer.concat([Buffer.from(draftPdf), Buffer.alloc(5000)]),
		'pdf',
	],
	['a PDF with a web page after its end', Buffer.from(draftPdf + page.repeat(40)), 'pdf'],
	['a PDF that is cut short', Buffer.from('%PDF-1.7\n1 0 obj'), 'pdf'],
	['RTF', Buffer.from('{\\rtf1\\ansi Facture}'), 'rtf'],
	['text that begins with [', Buffer.from('[Facture] 12 euros'), 'txt'],
	['text that begins with {', Buffer.from('{"total": 12'), 'txt'],
	['an HTML receipt', Buffer.from(page), 'html'],
	['a JSON receipt', Buffer.from('{"total":12}'), 'json'],
	['XML in UTF-16', utf16, 'xml'],
	['nothing at all', Buffer.of(), 'bin'],
])('86 %s that equals its MD5: saved after one request', async (_, bytes, extension) => {
	const contentType = extension === 'txt' ? 'text/plain' : 'application/octet-stream';
	const item = await uploaded(
		upload(bytes, { md5: true, headers: { 'content-type': contentType } }),
	);
	expect(await fileOf(item)).toEqual(bytes);
	expect(item.json.fileName).toMatch(new RegExp(`\\.${extension}$`));
});

it.each([
	['NUL bytes', Buffer.alloc(4096)],
	['white space', Buffer.from(' \r\n'.repeat(2000))],
])(
	'89 A PDF without an MD5, padded with %s after %%EOF: saved after one request',
	async (_, padding) => {
		const bytes = Buffer.concat([Buffer.from(draftPdf), padding]);
		expect(await fileOf(await uploaded(upload(bytes, {})))).toEqual(bytes);
	},
);

const nothingKnown = Buffer.from('\x01\x02 nobody knows', 'latin1');

it.each<[string, Buffer, Parameters<typeof upload>[1], string]>([
	[
		'the title',
		nothingKnown,
		{ title: 'Devis signé.P7M', headers: { 'content-type': 'text/plain' } },
		'p7m',
	],
	[
		'the name of the file',
		nothingKnown,
		{ headers: { 'content-disposition': 'attachment; filename="courrier.eml"' } },
		'eml',
	],
	[
		'the name of the file in UTF-8',
		nothingKnown,
		{ headers: { 'content-disposition': "attachment; filename*=UTF-8''re%C3%A7u.txt" } },
		'txt',
	],
	['the content type', nothingKnown, { headers: { 'content-type': 'message/rfc822' } }, 'eml'],
	['the content: XML in UTF-16', utf16, {}, 'xml'],
	['the content: AVIF', Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1'), {}, 'avif'],
	[
		'the content: a signed PDF',
		Buffer.from('\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02 %PDF-1.7', 'latin1'),
		{},
		'p7m',
	],
	['nothing', nothingKnown, {}, 'bin'],
	[
		'nothing, for a type that the content would show',
		nothingKnown,
		{ headers: { 'content-type': 'application/pdf' } },
		'bin',
	],
	[
		'a web page that its name says it is',
		Buffer.from(page),
		{ headers: { 'content-disposition': 'attachment; filename="recu.html"' } },
		'html',
	],
])('90 The ending of a file without an MD5 comes from %s', async (_, bytes, more, extension) => {
	const item = await uploaded(
		upload(bytes, {
			...more,
			headers: { 'content-type': 'application/octet-stream', ...more.headers },
		}),
	);
	expect(item.json.fileName).toMatch(new RegExp(`\\.${extension}$`));
	expect(await fileOf(item)).toEqual(bytes);
});

it.each(['quotes', 'invoices', 'purchases'] as const)(
	'88 %s sent packed, with the length of the packed bytes: all are saved',
	async (list) => {
		const { api } = sinao;
		api.variants.gzip = true;
		const { outputs } = await download(api, {
			type: { quotes: 'sinaoQuotes', invoices: 'sinaoInvoices', purchases: 'sinaoPurchases' }[list],
			options: { maximumTries: 1 },
		});
		api.variants.gzip = false;
		expect(outputs[1]).toEqual([]);
		await expectDocuments(
			api,
			outputs[0],
			everyId(api, list).filter((id) => api.document(list, id)),
			list,
		);
	},
);

it.each([400, 404, 422, 500] as const)(
	'91 The PDF of a draft is answered with %d: no document yet, nothing is missing, and two requests at most',
	async (status) => {
		const { api } = sinao;
		api.variants.draftPdf = status;
		const result = await download(api);
		api.variants.draftPdf = 404;
		expect(result.outputs[1]).toEqual([]);
		await expectDocuments(api, result.outputs[0], withPdf());
		expect(hintsOf(result)).toContain('No PDF in Sinao for 1 invoice.');
		expect(requestsTo(api, `/${draft().id}/pdf`)).toHaveLength(status === 500 ? 2 : 1);
	},
);

it('91 A final invoice that is answered with 500 stays missing', async () => {
	const { api } = sinao;
	const [id] = withPdf();
	api.faults.add({ path: `/${id}/pdf$`, fault: { kind: 'status', status: 500 } });
	const { outputs } = await download(api, { options: { maximumTries: 2 } });
	expect(idsOf(outputs[1])).toEqual([id]);
});

it('37 A deleted document that still answers with deleted_at: deleted, and nothing is missing', async () => {
	const { api } = sinao;
	api.variants.deletion = 'soft';
	const { id, number } = api.company.addInvoice();
	api.faults.add({
		path: `/${id}/pdf$`,
		times: 1,
		fault: { kind: 'mutate', steps: [{ do: 'delete', list: 'invoices', id }] },
	});
	const result = await download(api);
	api.variants.deletion = 'gone';
	expect(result.outputs[1]).toEqual([]);
	expect(hintsOf(result)).toContain(`Deleted in Sinao during the download: ${String(number)}.`);
});
