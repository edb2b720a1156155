import { zipSync } from 'fflate';

import { cleanUp, fileOf, runNode } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';

let api: SinaoServer;

beforeEach(async () => {
	api = await startSinao({ seed: 6, size: { attachments: 6, invoices: 4 } });
});

afterEach(async () => await api.close());

afterAll(cleanUp);

async function download(parameters = {}) {
	return await runNode({
		type: 'sinaoRecords',
		parameters: {
			resource: 'attachments',
			operation: 'downloadPdf',
			options: { firstWait: 1 },
			...parameters,
		},
		credentials: {
			sinaoApi: { apiKey: api.apiKey, appId: String(api.appId), baseUrl: api.baseUrl },
		},
	});
}

test('every attachment comes with its file, byte for byte, under a safe name that says what it is', async () => {
	const { outputs, error } = await download();
	expect(error).toBeUndefined();
	expect(outputs[1]).toEqual([]);
	const rows = api.company.lists.attachments;
	expect(outputs[0].map(({ json }) => (json.document as { id: number }).id)).toEqual(
		rows.map(({ id }) => id),
	);
	for (const item of outputs[0]) {
		const { id } = item.json.document as { id: number };
		expect((await fileOf(item)).equals(api.document('attachments', id) as Buffer)).toBe(true);
	}
	expect(outputs[0][0].json).toMatchObject({
		fileName: `2022-01-03 plan- étage-1 (${rows[0].id}).pdf`,
		folder: 'Pièces jointes/2022',
	});
	expect(outputs[0][2].json.fileName).toBe(`2022-01-05 pièce-jointe-3 (${rows[2].id}).pdf`);
	expect(api.contractViolations).toEqual([]);
});

test('what was attached need not be a PDF', async () => {
	const { outputs } = await download();
	expect(outputs[0][1].json).toMatchObject({
		mimeType: 'image/jpeg',
		fileName: expect.stringMatching(/^2022-01-04 photo \(\d+\)\.jpg$/),
	});
});

test('an attachment that is no PDF keeps the ending by which its program knows it', async () => {
	const [first, second] = api.company.lists.attachments;
	api.company.changeRow('attachments', first.id, { name: 'Contrat: signé.docx' });
	api.company.changeRow('attachments', second.id, { name: 'relevé.csv' });
	const archive = zipSync({ 'word/document.xml': Buffer.from('<w/>') });
	api.faults.add({
		path: `/attachments/${first.id}/pdf`,
		fault: { kind: 'bytes', base64: Buffer.from(archive).toString('base64') },
	});
	api.faults.add({
		path: `/attachments/${second.id}/pdf`,
		fault: { kind: 'text', text: 'a;b\r\n1;2\r\n' },
	});
	const { outputs } = await download();
	expect(outputs[0].slice(0, 2).map(({ json }) => [json.fileName, json.mimeType])).toEqual([
		[`2022-01-03 Contrat- signé (${first.id}).docx`, expect.stringContaining('wordprocessingml')],
		[`2022-01-04 relevé (${second.id}).csv`, 'text/csv'],
	]);
	expect((await fileOf(outputs[0][0])).equals(Buffer.from(archive))).toBe(true);
});

test('an attachment whose file Sinao does not give is in the output Missing, the others are saved', async () => {
	const [, second] = api.company.lists.attachments;
	api.faults.add({ path: `/attachments/${second.id}/pdf`, fault: { kind: 'status', status: 404 } });
	const { outputs, hints } = await download();
	expect(outputs[0]).toHaveLength(5);
	expect(outputs[1][0].json).toMatchObject({
		resource: 'attachments',
		document: { id: second.id },
		reason: 'notFound',
	});
	expect(hints[0].message).toContain("1 missing document. See the 'Missing' output.");
});

test('one attachment can be chosen by its ID', async () => {
	const [, , third] = api.company.lists.attachments;
	const { outputs } = await download({
		choose: 'one',
		document: { __rl: true, mode: 'id', value: String(third.id) },
	});
	expect(outputs[0].map(({ json }) => json.document)).toMatchObject([{ id: third.id }]);
});
