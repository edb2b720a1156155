import type { Row } from '../support/sinao/types';
import {
	download,
	everyId,
	expectDocuments,
	fileOf,
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
	api.faults.add({ path: '/invoices$', after: 3, fault: { kind: 'status', status: 503 } });
	const result = await download(api, { options: { maximumTries: 2 } });
	expect(result.error).toBeUndefined();
	await expectDocuments(api, result.outputs[0], withPdf());
	expect(hintsOf(result)).toContain(
		'Could not check whether documents changed during the download: Sinao server error (503).',
	);
});

it('43 The MD5 differs from the download: fetched again', async () => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	api.faults.add({ path: `/${id}/original$`, times: 2, fault: { kind: 'otherBytes' } });
	const { outputs } = await download(api, { type: 'sinaoPurchases' });
	await expectDocuments(
		api,
		outputs[0],
		everyId(api, 'purchases').filter((purchase) => api.document('purchases', purchase)),
		'purchases',
	);
	expect(requestsTo(api, `/${id}/original`)).toHaveLength(3);
});

it('43 The MD5 always differs: in the output Missing, with both hashes', async () => {
	const { api } = sinao;
	const [id] = everyId(api, 'purchases');
	api.faults.add({ path: `/${id}/original$`, fault: { kind: 'otherBytes' } });
	const { outputs } = await download(api, { type: 'sinaoPurchases' });
	const expected = String(api.company.find('purchases', id)?.md5);
	expect(outputs[1].map(({ json }) => json)).toEqual([
		expect.objectContaining({
			reason: 'invalidFile',
			tries: 6,
			message: expect.stringMatching(new RegExp(`${expected}, the file has [0-9a-f]{32}$`)),
		}),
	]);
});
