import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import {
	createNode,
	fileOf,
	type NodeResult,
	resultOf,
	runWorkflow,
	storeFile,
} from '../../support/engine';
import { itemSource } from '../../support/engine/nodeType';

const file = async (
	path: string,
	content: string | Buffer,
	json: IDataObject = {},
): Promise<INodeExecutionData> => ({
	json: { resource: 'invoices', kind: 'document', path, ...json },
	binary: {
		data: await storeFile(Buffer.from(content), path.split('/').at(-1) ?? '', 'text/plain'),
	},
});

/** Runs Create Archive on items of its two inputs; an input without items is not connected. */
async function createArchive(
	files: INodeExecutionData[],
	missing: INodeExecutionData[] = [],
	parameters: IDataObject = {},
): Promise<NodeResult> {
	const to = (node: string, index = 0) => [{ node, type: 'main' as const, index }];
	const run = await runWorkflow({
		credentials: {} as never,
		types: { files: itemSource('files', files), missing: itemSource('missing', missing) },
		nodes: [
			createNode('Files', 'files', {}),
			createNode('Missing', 'missing', {}),
			createNode('Archive', 'n8n-nodes-sinao.sinaoBackup', {
				operation: 'createArchive',
				archiveName: 'Sinao 2026-10',
				...parameters,
			}),
		],
		connections: {
			Start: { main: [[...to('Files'), ...to('Missing')]] },
			Files: { main: [to('Archive')] },
			Missing: { main: [to('Archive', 1)] },
		},
	});
	return resultOf(run, 'Archive');
}

async function made(...parameters: Parameters<typeof createArchive>) {
	const { outputs, error } = await createArchive(...parameters);
	expect(error).toBeUndefined();
	const [item] = outputs[0];
	const entries = Object.fromEntries(
		Object.entries(unzipSync(await fileOf(item))).map(([name, bytes]) => [
			name,
			Buffer.from(bytes).toString('utf8'),
		]),
	);
	const { 'rapport.html': report, ...files } = entries;
	return {
		json: item.json,
		mail: item.json.mail as { subject: string; text: string },
		files,
		report: report.replace(/[\s\u00a0]+/g, ' '),
		raw: report,
		missing: outputs[1].map(({ json }) => json),
	};
}

const missingDocument = (number: string, more: IDataObject = {}): INodeExecutionData => ({
	json: {
		resource: 'invoices',
		document: { id: 7, number, date: '2026-10-03', contact: 'Dupont', amountWithTax: 12 },
		reason: 'serverFault',
		message: 'Sinao server error (503)',
		...more,
	},
});

describe('Create Archive', () => {
	it('puts every file into one ZIP under its path, with a report', async () => {
		const archive = await made([
			await file('Factures/Factures.csv', 'a;b', { kind: 'csv', rows: 12 }),
			await file('Factures/2026/2026-10-01 F-1.pdf', 'one'),
			await file('Achats/2026/2026-10-02 A-1.pdf', 'two', { resource: 'purchases' }),
		]);
		expect(archive.files).toEqual({
			'Factures/Factures.csv': 'a;b',
			'Factures/2026/2026-10-01 F-1.pdf': 'one',
			'Achats/2026/2026-10-02 A-1.pdf': 'two',
		});
		expect(archive.json).toMatchObject({
			fileName: 'Sinao 2026-10.zip',
			path: 'Sinao 2026-10.zip',
			outcome: 'complete',
			files: 3,
			missing: 0,
		});
		expect(archive.report).toContain('<div class="outcome complete">');
		expect(archive.report).toContain('Rien ne manque');
		expect(archive.report).toContain('<h2>Contenu</h2>');
		expect(archive.report).toContain('Factures : liste');
		expect(archive.mail).toMatchObject({ subject: 'Sinao 2026-10' });
		expect(archive.mail.text).toContain('Rien de ce qui a été demandé ne manque.');
		expect(archive.missing).toEqual([]);
	});

	it('names each missing document in the report, in the mail and on the output', async () => {
		const archive = await made(
			[await file('a.pdf', 'a')],
			[missingDocument('F-2'), missingDocument('F-3', { reason: 'other', message: 'Why not' })],
		);
		const sentences = [
			['Facture F-2 du 03/10/2026, Dupont', 'Sinao était en panne.'],
			['Facture F-3 du 03/10/2026, Dupont', 'Why not'],
		];
		expect(archive.missing).toEqual(sentences.map(([title, message]) => ({ title, message })));
		for (const [title, reason] of sentences) {
			expect(archive.report).toContain(title);
			expect(archive.report).toContain(reason);
			expect(archive.mail.text).toContain(`- ${title} : ${reason}`);
		}
		expect(archive.report).toContain('<div class="outcome incomplete">');
		expect(archive.report).toContain('Archive incomplète');
		expect(archive.mail.subject).toBe('Sinao 2026-10 – il manque 2 éléments');
		expect(archive.json).toMatchObject({ outcome: 'incomplete', missing: 2, files: 1 });
	});

	it('names all of 700 missing documents', async () => {
		const archive = await made(
			[],
			Array.from({ length: 700 }, (_, index) => missingDocument(`F-${index}.`)),
		);
		for (const text of [archive.report, archive.mail.text])
			expect(
				Array.from({ length: 700 }, (_, index) => index).filter(
					(index) => !text.includes(`F-${index}.`),
				),
			).toEqual([]);
	});

	it.each([
		['an error of another node', { error: 'Access denied by Sinao' }, 'Access denied by Sinao'],
		[
			'an item without a file',
			{ resource: 'purchases', path: 'x.pdf' },
			'The item contains no file',
		],
	])('takes %s for missing', async (_, json, message) => {
		const archive = await made([await file('a.pdf', 'a'), { json }]);
		expect(archive.missing).toMatchObject([{ message }]);
		expect(archive.json.outcome).toBe('incomplete');
	});

	it.each<[string, boolean]>([
		['No accounting export for this period', false],
		['Access denied by Sinao', false],
		['Sinao server error (503)', true],
	])('an accounting export that ends with “%s”: missing is %s', async (error, isMissing) => {
		const archive = await made(
			[await file('a.pdf', 'a')],
			[{ json: { error, resource: 'accountingExports' } }],
		);
		expect(archive.json.outcome).toBe(isMissing ? 'incomplete' : 'complete');
		expect(archive.report).toContain('Comptabilité (FEC)');
		expect(archive.mail.text).toContain('Comptabilité (FEC)');
	});

	it('names the days that no accounting export covers, and the exports that Sinao is preparing', async () => {
		const archive = await made([
			await file('Comptabilité/FEC.txt', 'fec', {
				resource: 'accountingExports',
				uncovered: [{ from: '2026-10-01', to: '2026-10-15' }],
				missing: [
					{
						id: 4,
						status: 'processing',
						period_start: '2026-10-16T00:00:00.000000Z',
						period_end: '2026-11-01T00:00:00.000000Z',
					},
					{
						id: 5,
						status: 'error',
						period_start: '2026-10-31T23:00:00.000000Z',
						period_end: '2026-11-30T23:00:00.000000Z',
					},
				],
			}),
		]);
		expect(archive.report).toContain('du 01/10/2026 au 15/10/2026');
		// A period ends at the midnight after its last day, in UTC or in France.
		expect(archive.missing).toEqual([
			{
				title: 'Export comptable du 16/10/2026 au 31/10/2026',
				message: 'Sinao prépare encore cet export.',
			},
			{
				title: 'Export comptable du 01/11/2026 au 30/11/2026',
				message: 'Sinao n’a pas pu créer cet export.',
			},
		]);
		for (const { title, message } of archive.missing) {
			expect(archive.report).toContain(title);
			expect(archive.report).toContain(message);
		}
	});

	it('loses no file if two have the same path, and keeps the same file once', async () => {
		const { files } = await made([
			await file('F/a.pdf', 'one'),
			await file('f/A.pdf', 'two'),
			await file('F/a.pdf', 'one'),
			await file('rapport.html', 'three'),
			await file('../../outside.txt', 'four'),
		]);
		expect(files).toEqual({
			'F/a.pdf': 'one',
			'f/A (2).pdf': 'two',
			'rapport (2).html': 'three',
			'outside.txt': 'four',
		});
	});

	it('holds more entries than the Compression node of n8n 3 allows', async () => {
		const items = await Promise.all(
			Array.from({ length: 1_200 }, async (_, index) => await file(`F/${index}.pdf`, `${index}`)),
		);
		expect(Object.keys((await made(items)).files)).toHaveLength(1_200);
	});

	it('ignores the empty items that n8n adds, and creates an archive without files', async () => {
		const archive = await made([{ json: {} }], [{ json: {} }]);
		expect(archive.files).toEqual({});
		expect(archive.json).toMatchObject({ files: 0, missing: 0, outcome: 'complete' });
	});

	it('escapes what is in names, and the policy of the page allows its own style only', async () => {
		const hostile = '"><script>alert(1)</script>';
		const { raw, json } = await made(
			[await file('a.pdf', 'a', { resource: hostile })],
			[missingDocument(hostile, { message: hostile, reason: '' })],
			{ archiveName: `../${hostile}/..` },
		);
		expect(raw).not.toContain('<script');
		expect(json.fileName).not.toMatch(/[/\\<>"]/);
		const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(raw) as RegExpExecArray;
		const [, style] = /<style>([^]*?)<\/style>/.exec(raw) as RegExpExecArray;
		expect(policy).toContain(
			`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
		);
	});
});
