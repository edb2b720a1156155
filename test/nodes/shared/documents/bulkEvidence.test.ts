import fc from 'fast-check';
import { zipSync } from 'fflate';
import type { IDataObject } from 'n8n-workflow';

import { cii } from '../../../support/eInvoice/xmlSamples';
import { download, idsOf, fileOf, requestsTo, useSinao } from '../../../support/faultyCompany';

const sinao = useSinao({ size: { quotes: 12, invoices: 10 } });

const inBulk = (more: IDataObject = {}) => ({
	type: 'sinaoQuotes',
	options: { downloadInBulk: true, ...more },
});

const quotes = () =>
	sinao.api.company.lists.quotes.filter(({ id }) => sinao.api.document('quotes', id));

/** Lets the bulk download answer with these files. */
function serve(files: Record<string, Buffer>): void {
	sinao.api.faults.add({
		path: '/download$',
		fault: { kind: 'bytes', base64: Buffer.from(zipSync(files)).toString('base64') },
	});
}

async function expectEveryQuote(): Promise<void> {
	const { api } = sinao;
	const { outputs, error } = await download(api, inBulk());
	expect(error).toBeUndefined();
	expect(idsOf(outputs[0]).sort()).toEqual(
		quotes()
			.map(({ id }) => id)
			.sort(),
	);
	for (const item of outputs[0])
		expect(await fileOf(item)).toEqual(api.document('quotes', idsOf([item])[0] as number));
}

/** Gives the first quotes these numbers. */
function number(numbers: unknown[]): number[] {
	const rows = quotes();
	numbers.forEach((value, index) =>
		sinao.api.company.changeRow('quotes', rows[index].id, { number: value }),
	);
	return rows.map(({ id }) => id);
}

/** Invoices with a document of their own. */
const finals = () =>
	sinao.api.company.lists.invoices
		.map(({ id }) => id)
		.filter((id) => sinao.api.document('invoices', id));

const pdf = (id: number) => sinao.api.document('quotes', id) as Buffer;

it('98 Numbers that contain each other: an entry is the document whose whole number its name is', async () => {
	const numbers = ['FAC-1', 'FAC-1-2', 'FAC-1-2-3', 'AFAC-1', 'FAC/1/4'];
	const [first, second, third, fourth, fifth] = number(numbers);
	serve({
		'FAC-1-2.pdf': pdf(second),
		'FAC-1-2-3.pdf': pdf(third),
		'FAC-1.pdf': pdf(first),
		'AFAC-1.pdf': pdf(fourth),
		'FAC_1_4.pdf': pdf(fifth),
	});
	await expectEveryQuote();
	for (const id of [first, third, fourth, fifth])
		expect(requestsTo(sinao.api, `/${id}/pdf`)).toHaveLength(0);
});

it('98 Words in front of a number: proof if all entries have those of the document that was compared', async () => {
	const [first, second, third, fourth] = number(['DEV-11', 'DEV-12', 'DEV-13', 'DEV.14']);
	serve({
		'Devis DEV-11.pdf': pdf(first),
		'Devis DEV-12.pdf': pdf(second),
		'DEV-13.pdf': pdf(first),
		'Devis DEV_14.pdf': pdf(first),
	});
	await expectEveryQuote();
	expect(requestsTo(sinao.api, `/${second}/pdf`)).toHaveLength(0);
	for (const id of [third, fourth]) expect(requestsTo(sinao.api, `/${id}/pdf`)).toHaveLength(1);
});

it('98 A document that is named by its title, which mentions the number of another one without a file: no proof', async () => {
	const [first, second] = number(['DV-20010', 'DV-20011', 'DV-20012']);
	const [other] = quotes().slice(-1);
	sinao.api.company.changeRow('quotes', other.id, { title: 'DV-20011' });
	serve({ 'DV-20010.pdf': pdf(first), 'DV-20011.pdf': pdf(other.id) });
	await expectEveryQuote();
	expect(requestsTo(sinao.api, `/${second}/pdf`)).toHaveLength(1);

	sinao.api.company.changeRow('quotes', other.id, { title: 'Copie de DV-20011' });
	sinao.api.faults.clear();
	serve({ 'DV-20010.pdf': pdf(first), 'Copie de DV-20011.pdf': pdf(other.id) });
	await expectEveryQuote();

	// Named after something else than its title.
	sinao.api.faults.clear();
	serve({ 'DV-20010.pdf': pdf(first), 'Remplace DV-20011.pdf': pdf(other.id) });
	await expectEveryQuote();
});

it('98 Names that count the files of an archive, and numbers that only count: no proof', async () => {
	const ids = number(['0001', '0002', '0004', '0005', '0100']);
	serve({
		'0001.pdf': pdf(ids[0]),
		'0002.pdf': pdf(ids[1]),
		'0004.pdf': pdf(ids[3]),
		'0100.pdf': pdf(ids[0]),
	});
	await expectEveryQuote();
});

it('98 Short numbers and counters in names: no proof, every document is requested singly', async () => {
	const ids = number(['1', '2', '3', '12']);
	serve({
		'document (1).pdf': pdf(ids[1]),
		'document (2).pdf': pdf(ids[2]),
		'3.pdf': pdf(ids[0]),
		'12.pdf': pdf(ids[0]),
	});
	await expectEveryQuote();
	for (const id of ids) expect(requestsTo(sinao.api, `/${id}/pdf`)).toHaveLength(1);
});

it("98 A PDF that mentions another document's number, under a name that says nothing: no proof", async () => {
	const [first, second] = number(['DEV-2024-001', 'DEV-2024-002']);
	const text = `%PDF-1.7\n(DEV-2024-001)\n%%EOF\n`;
	serve({ 'annexe.pdf': Buffer.from(text), 'x DEV-2024-002 y.pdf': pdf(first) });
	await expectEveryQuote();
	for (const id of [first, second]) expect(requestsTo(sinao.api, `/${id}/pdf`)).toHaveLength(1);
});

it('98 Names that are wrong from the first one on: noticed by one request, and no document is another', async () => {
	const [first, second] = number(['DEV-2024-001', 'DEV-2024-002']);
	serve({ 'DEV-2024-001.pdf': pdf(second), 'DEV-2024-002.pdf': pdf(first) });
	await expectEveryQuote();
});

it('98 The number in the electronic invoice of an entry outweighs its name', async () => {
	const [first, second] = number(['DEV-2024-001', 'DEV-2024-002']);
	serve({ 'DEV-2024-001.pdf': Buffer.from(cii({ number: 'DEV-2024-002' })) });
	await expectEveryQuote();
	expect(requestsTo(sinao.api, `/${first}/pdf`)).toHaveLength(1);
	expect(requestsTo(sinao.api, `/${second}/pdf`)).toHaveLength(1);
});

/** The ZIP with another unpacked size for an entry in its directory (APPNOTE, 4.3.12). */
function announcing(zip: Buffer, name: string, size: number): Buffer {
	const header = zip.lastIndexOf('PK\x01\x02', zip.lastIndexOf(name), 'latin1');
	zip.writeUInt32LE(size, header + 24);
	return zip;
}

it('44 An entry that is shorter than its ZIP announces: requested singly', async () => {
	const [first, second] = number(['DEV-2024-001', 'DEV-2024-002']);
	const cut = Buffer.concat([pdf(second).subarray(0, 200), Buffer.from('\n%%EOF\n')]);
	const zip = Buffer.from(
		zipSync({ 'DEV-2024-001.pdf': pdf(first), 'DEV-2024-002.pdf': cut }, { level: 0 }),
	);
	sinao.api.faults.add({
		path: '/download$',
		fault: {
			kind: 'bytes',
			base64: announcing(zip, 'DEV-2024-002.pdf', pdf(second).length).toString('base64'),
		},
	});
	await expectEveryQuote();
	expect(requestsTo(sinao.api, `/${second}/pdf`)).toHaveLength(1);
});

it('44 More files than were requested, by far: the ZIP is refused, and every document is requested singly', async () => {
	const [first, second] = number(['DEV-2024-001', 'DEV-2024-002']);
	const others = Array.from({ length: 60 }, (_, index) => [`autre-${index}.pdf`, pdf(first)]);
	serve({
		...(Object.fromEntries(others) as Record<string, Buffer>),
		'DEV-2024-001.pdf': pdf(first),
		'DEV-2024-002.pdf': pdf(second),
	});
	await expectEveryQuote();
	expect(requestsTo(sinao.api, `/${second}/pdf`)).toHaveLength(1);
});

it('98 Two documents of one number: a PDF with that number is no proof for either', async () => {
	const [first, second, third] = number(['DEV-2024-009', 'DEV-2024-009', 'DEV-2024-010']);
	serve({ 'DEV-2024-010.pdf': pdf(third), 'DEV-2024-009.pdf': pdf(second) });
	await expectEveryQuote();
	for (const id of [first, second]) expect(requestsTo(sinao.api, `/${id}/pdf`)).toHaveLength(1);
});

it('98 Real PDFs, compressed and with fonts by glyph, are proven by their electronic invoice', async () => {
	const { api } = sinao;
	Object.assign(api.variants, { pdf: 'compressed', zipNames: 'opaque' });
	const { outputs } = await download(api, { ...inBulk(), type: 'sinaoInvoices' });
	const ids = api.company.lists.invoices
		.map(({ id }) => id)
		.filter((id) => api.document('invoices', id));
	expect(idsOf(outputs[0]).sort()).toEqual(ids.sort());
	for (const item of outputs[0])
		expect(await fileOf(item)).toEqual(api.document('invoices', idsOf([item])[0] as number));
	for (const id of ids) expect(requestsTo(api, `/${id}/pdf`)).toHaveLength(0);
	Object.assign(api.variants, { pdf: 'plain', zipNames: 'number' });
});

it('98 Two entries with the number of the same document: neither is proven, and the document is requested singly', async () => {
	const { api } = sinao;
	Object.assign(api.variants, { pdf: 'compressed' });
	const ids = finals();
	const [mine, other] = ids.map((id) => api.document('invoices', id) as Buffer);
	const copy = Buffer.concat([mine, Buffer.from('\n% altered')]);
	serve({ 'a.pdf': copy, 'b.pdf': mine, 'c.pdf': other });
	const { outputs } = await download(api, { ...inBulk(), type: 'sinaoInvoices' });
	const [item] = outputs[0].filter((each) => idsOf([each])[0] === ids[0]);
	expect(await fileOf(item)).toEqual(mine);
	expect(requestsTo(api, `/${ids[0]}/pdf`)).toHaveLength(1);
	expect(requestsTo(api, `/${ids[1]}/pdf`)).toHaveLength(0);
	Object.assign(api.variants, { pdf: 'plain' });
});

it('98 An entry with the number of one invoice and the rest of another: requested singly', async () => {
	const { api } = sinao;
	Object.assign(api.variants, { pdf: 'compressed', facturX: 'extended' });
	const ids = finals();
	const numberOf = (id: number) =>
		api.company.lists.invoices.find((row) => row.id === id)?.number as string;
	api.company.xmlFields.set(ids[1], { number: numberOf(ids[0]) });
	const wrong = api.document('invoices', ids[1]) as Buffer;
	api.company.xmlFields.delete(ids[1]);
	serve({ 'a.pdf': wrong, 'c.pdf': api.document('invoices', ids[2]) as Buffer });
	const { outputs } = await download(api, { ...inBulk(), type: 'sinaoInvoices' });
	for (const item of outputs[0])
		expect(await fileOf(item)).toEqual(api.document('invoices', idsOf([item])[0] as number));
	expect(outputs[0]).toHaveLength(ids.length);
	expect(requestsTo(api, `/${ids[0]}/pdf`)).toHaveLength(1);
	expect(requestsTo(api, `/${ids[2]}/pdf`)).toHaveLength(0);
	Object.assign(api.variants, { pdf: 'plain', facturX: 'minimum' });
});

it('98 Whatever names the entries have, no document is saved as another', async () => {
	const numbers = ['FAC-1', 'FAC-1-2', 'FAC/1', 'FAC-10', '2024', '2024-01', 'fac-1'];
	const ids = number(numbers);
	const word = fc.constantFrom(
		...numbers,
		...ids.map(String),
		'Devis',
		'document',
		' ',
		'_',
		'-',
		'(2)',
		'.',
	);
	const name = fc
		.array(word, { minLength: 1, maxLength: 4 })
		.map((parts) => `${parts.join('')}.pdf`);
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(name, fc.constantFrom(...ids.slice(0, 7)), { maxKeys: 6 }),
			async (files) => {
				sinao.api.faults.clear();
				// A service whose names are right: an entry that is named exactly as a document is that document.
				const right = Object.entries(files).map(([entry, id]): [string, Buffer] => {
					const stem = entry.replace(/\.pdf$/, '');
					const named = quotes().filter(({ id: own, number: its }) =>
						[String(own), String(its)].some(
							(known) => stem === known || (stem.endsWith(` ${known}`) && /^\D* \S+$/.test(stem)),
						),
					);
					return [entry, pdf(named.length === 1 ? named[0].id : id)];
				});
				serve(Object.fromEntries(right));
				await expectEveryQuote();
			},
		),
		{ numRuns: 25, seed: 98 },
	);
});

it('97 A ZIP of few bytes that unpacks to hundreds of megabytes: refused at once, every document is requested singly', async () => {
	const { api } = sinao;
	const zeros = Buffer.alloc(48 << 20);
	serve({ 'a.pdf': zeros, 'b.pdf': zeros, 'c.pdf': zeros });
	await expectEveryQuote();
	expect(requestsTo(api, '/download').length).toBeLessThanOrEqual(2);
	expect(quotes().filter(({ id }) => !requestsTo(api, `/${id}/pdf`).length)).toEqual([]);
});
