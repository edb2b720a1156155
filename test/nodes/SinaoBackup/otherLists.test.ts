import { createHash } from 'node:crypto';

import type { INodeTypeDescription } from 'n8n-workflow';

import { records } from '../../../nodes/SinaoRecords/records';
import { backUp, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum, tableOf } from '../../support/companies';
import { loadPackage } from '../../support/engine';
import { subscriptionPdf } from '../../support/sinao/api/lists';

const { company, close } = openCompanies();
const size = { invoices: 4, quotes: 1, purchases: 2, attachments: 5, transactions: 3 };
const everything = { otherLists: true, documents: ['attachments', 'invoices'] };

afterAll(close);

it('The other lists and the files of attachments are in the backup unless the user leaves them out', async () => {
	const { properties } = (await loadPackage()).getNode('sinaoBackup').type
		.description as INodeTypeDescription;
	const defaultOf = (name: string) =>
		properties.find((property) => property.name === name)?.default;
	expect(defaultOf('otherLists')).toBe(true);
	expect(defaultOf('documents')).toEqual([
		'attachments',
		'invoices',
		'purchases',
		'quotes',
		'subscriptionInvoices',
	]);
});

it('Every other list is saved once, whole, as JSON Lines, and as CSV with its main columns, or none where they are not wanted', async () => {
	const { api, folder } = await company(21, size);
	expectSucceeded(await runBackup(api, folder, { parameters: everything }));
	const { files } = folder.manifest();
	for (const { name, frenchName } of records.filter(({ perDocument }) => !perDocument)) {
		const lists = files.filter(({ resource, kind }) => resource === name && kind !== 'document');
		const [lines, csv] = ['jsonl', 'csv'].map((format) =>
			lists.find(({ kind }) => kind === format),
		);
		for (const { path, sha256, kind } of lists)
			expect(path).toBe(`${frenchName}/${frenchName} ${sha256.slice(0, 8)}.${kind}`);
		expect([name, lists.length, lines?.kind]).toEqual([name, name === 'settings' ? 1 : 2, 'jsonl']);
		const text = folder.read(String(lines?.path)).toString('utf8');
		if (lines?.rows === 0) expect(text).toBe('\n');
		else expect(text.split('\n').slice(0, -1)).toHaveLength(lines?.rows ?? -1);
		if (name !== 'settings')
			expect([name, tableOf(folder.read(String(csv?.path))).length]).toEqual([name, lines?.rows]);
	}
	const [payment] = tableOf(folder.list('payments', 'csv'));
	expect(Object.keys(payment)).toEqual([
		'Date',
		'Montant',
		'Origine',
		'Type de document',
		'Numéro du document',
		'Identifiant du document',
		'Contact',
		'Identifiant du mouvement',
		'Identifiant Sinao',
	]);
	expect(['Achat', 'Vente']).toContain(payment['Type de document']);
	const payments = folder.list('payments', 'jsonl').toString('utf8');
	for (const { id } of api.company.lists.payments) expect(payments).toContain(`"id":${id},`);

	const { outputs } = await backUp(api);
	const names = new Set(records.map(({ name }) => name));
	expect(outputs[0].filter(({ json }) => names.has(String(json.resource)))).toEqual([]);
	expect(api.contractViolations).toEqual([]);
});

it("The lists of a backup have the path of each document in 'Fichier', and are saved again when the last one is there, not in each run with 'Maximum Files'", async () => {
	const { api, folder } = await company(25, { ...size, invoices: 30 });
	const current = (resource: string, kind: string) =>
		folder
			.manifest()
			.files.filter(
				(file) => file.resource === resource && file.kind === kind && file.state === 'current',
			);
	const tableIn = (resource: string) => {
		const [list, ...more] = current(resource, 'csv');
		expect(more).toEqual([]);
		const rows = tableOf(folder.read(list.path));
		expect(rows).toHaveLength(list.rows ?? -1);
		expect(Object.keys(rows[0]).at(-1)).toBe('Fichier');
		return { list, rows };
	};
	const run = async () =>
		(
			await runBackup(api, folder, { parameters: everything, options: { maximumFiles: 7 } })
		).backUp.outputs[0].filter(({ json }) => json.kind === 'document').length;

	expect(await run()).toBe(7);
	const first = tableIn('invoices');
	const paths = current('invoices', 'document').map(({ path }) => path);
	expect(
		first.rows
			.map(({ Fichier }) => Fichier)
			.filter(Boolean)
			.sort(),
	).toEqual(paths.sort());
	expect(await run()).toBe(7);
	expect(tableIn('invoices').list).toEqual(first.list);
	while (await run());
	expect(folder.manifest().outcome).toBe('complete');
	for (const resource of ['invoices', 'attachments']) {
		const { list, rows } = tableIn(resource);
		expect(list.version).toBeLessThanOrEqual(2);
		const saved = new Map(current(resource, 'document').map(({ id, path }) => [String(id), path]));
		expect(rows.map((row) => [row['Identifiant Sinao'], row.Fichier])).toEqual(
			rows.map(({ 'Identifiant Sinao': id }) => [id, saved.get(id) ?? '']),
		);
	}
});

it('The CSV of a backup has every field where there are no JSON Lines', async () => {
	const { api, folder } = await company(26, size);
	const parameters = { lists: ['invoices'], listFormats: ['csv'], documents: ['invoices'] };
	expectSucceeded(await runBackup(api, folder, { parameters }));
	const [file] = folder.manifest().files.filter(({ kind }) => kind === 'csv');
	const [row] = tableOf(folder.read(file.path));
	expect(Object.keys(row)).toEqual(expect.arrayContaining(['Numéro', 'payment_period', 'Fichier']));
});

it('The sending history is saved only if the user wants it, without requests otherwise', async () => {
	const { api, folder } = await company(26, size);
	const hasHistory = () => folder.written.some((file) => file.startsWith('E-mails envoyés/'));
	const requested = () => api.requests.filter(({ path }) => path.includes('/email/document/'));
	expectSucceeded(await runBackup(api, folder, { parameters: everything }));
	expect([hasHistory(), requested().length]).toEqual([false, 0]);

	const options = { sendingHistory: true };
	expectSucceeded(
		await runBackup(api, folder, { parameters: { ...everything, otherLists: false }, options }),
	);
	const sent = (['invoices', 'quotes'] as const).flatMap((list) =>
		api.company.lists[list].filter(({ email_sent_at }) => email_sent_at),
	);
	expect(sent.length).toBeGreaterThan(0);
	const rows = folder.list('sendingHistory', 'jsonl').toString('utf8').trim().split('\n');
	expect(rows.map((row) => (JSON.parse(row) as { document_id: number }).document_id)).toEqual(
		sent.map(({ id }) => id),
	);
	expect(requested()).toHaveLength(size.invoices + size.quotes + size.attachments);

	folder.written.splice(0, Infinity, 'manifest.json');
	expectSucceeded(await runBackup(api, folder, { parameters: everything, options }));
	expect(hasHistory()).toBe(false);
});

it("The PDFs of Sinao's own invoices are saved once, and the next time only a new one or one whose link came later", async () => {
	const { api, folder } = await company(27, size);
	const parameters = { otherLists: true, documents: ['subscriptionInvoices'] };
	const { 'subscription/invoices': rows } = api.company.lists;
	const saved = () =>
		folder
			.manifest()
			.files.filter(
				({ resource, kind }) => resource === 'subscriptionInvoices' && kind === 'document',
			);
	expectSucceeded(await runBackup(api, folder, { parameters }));
	expect(saved().map(({ id }) => id)).toEqual(rows.slice(0, 2).map(({ id }) => id));
	for (const [index, { path }] of saved().entries()) {
		expect(path).toMatch(/^Factures Sinao\/2022\//);
		expect(folder.read(path).equals(subscriptionPdf(rows[index]))).toBe(true);
	}
	expect(folder.manifest().without).toMatchObject([
		{ resource: 'subscriptionInvoices', id: rows[2].id },
	]);
	for (const file of folder.written.filter((each) => !each.endsWith('.pdf')))
		expect(folder.read(file).toString('utf8')).not.toContain('signature=');

	expectSucceeded(await runBackup(api, folder, { parameters }));
	expect(api.storage.requests).toHaveLength(2);
	Object.assign(rows[2], { pdf_url: 'subscription-2.pdf' });
	expectSucceeded(await runBackup(api, folder, { parameters }));
	expect(saved().map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
	expect(api.storage.requests).toHaveLength(3);
	expect(sha256sum(folder)).toBe('');

	api.variants.subscriptionPdf = 'expired';
	const added = api.company.addRow('subscription/invoices', {
		...rows[0],
		id: undefined,
		number: 'SIN-9',
	});
	expectSucceeded(await runBackup(api, folder, { parameters }), 'incomplete');
	expect(folder.manifest().missing).toMatchObject([
		{ resource: 'subscriptionInvoices', kind: 'document', id: added.id, reason: 'serverFault' },
	]);
});

/** The beginning of the SHA-256, by which names of documents tell their content. */
const markOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 8);

it('The file of every attachment is saved under its title, and the next time only what is new', async () => {
	const { api, folder } = await company(22, size);
	expectSucceeded(await runBackup(api, folder, { parameters: everything }));
	const saved = folder
		.manifest()
		.files.filter(({ resource, kind }) => resource === 'attachments' && kind === 'document');
	expect(saved.map(({ id }) => id)).toEqual(api.company.lists.attachments.map(({ id }) => id));
	for (const { path, id } of saved)
		expect(folder.read(path).equals(api.document('attachments', Number(id)) ?? Buffer.of())).toBe(
			true,
		);
	const first = api.document('attachments', Number(saved[0].id)) ?? Buffer.of();
	expect(saved[0].path).toBe(
		`Pièces jointes/2022/2022-01-03 plan- étage-1 (${saved[0].id}) ${markOf(first)}.pdf`,
	);
	expect(sha256sum(folder)).toBe('');

	const added = api.company.addRow('attachments', {
		name: 'nouveau.pdf',
		attachable_id: '1',
		attachable_type: 'invoice',
		created_at: '2024-05-01T08:00:00.000000Z',
	});
	api.requests.length = 0;
	expectSucceeded(await runBackup(api, folder, { parameters: everything }));
	expect(
		api.requests
			.filter(({ path }) => path.endsWith('/pdf'))
			.map(({ path }) => path.split('/').at(-2)),
	).toEqual([String(added.id)]);
	const bytes = api.document('attachments', Number(added.id)) ?? Buffer.of();
	expect(folder.written).toContain(
		`Pièces jointes/2024/2024-05-01 nouveau (${added.id}) ${markOf(bytes)}.pdf`,
	);
});

it('An attachment that cannot be had makes the backup incomplete, by its name', async () => {
	const { api, folder } = await company(23, size);
	const [, lost] = api.company.lists.attachments;
	api.faults.add({ path: `/attachments/${lost.id}/pdf`, fault: { kind: 'html' } });
	expectSucceeded(await runBackup(api, folder, { parameters: everything }), 'incomplete');
	expect(folder.manifest().missing).toMatchObject([
		{ resource: 'attachments', kind: 'document', id: lost.id, reason: 'invalidFile' },
	]);
});

it('A main list that Sinao does not open to the key is missing, and the backup incomplete', async () => {
	const { api, folder } = await company(26, size);
	api.faults.add({ path: '/products$', fault: { kind: 'status', status: 403 } });
	expectSucceeded(await runBackup(api, folder), 'incomplete');
	const { missing } = folder.manifest();
	expect(new Set(missing.map(({ resource }) => resource))).toEqual(new Set(['products']));
});

it('Another list that Sinao cannot give for other reasons is missing, and the backup incomplete', async () => {
	const { api, folder } = await company(25, size);
	api.faults.add({ path: '/sepamandates/?$', fault: { kind: 'status', status: 503 } });
	expectSucceeded(await runBackup(api, folder, { parameters: everything }), 'incomplete');
	const { missing } = folder.manifest();
	expect(new Set(missing.map(({ resource }) => resource))).toEqual(new Set(['sepaMandates']));
});

it('A list that Sinao does not open to the key is left out with a word, and is no gap', async () => {
	const { api, folder } = await company(24, size);
	api.faults.add({
		path: '/(attachments|sepamandates/?)$',
		fault: { kind: 'status', status: 403 },
	});
	const run = await runBackup(api, folder, { parameters: everything });
	expectSucceeded(run);
	expect(run.backUp.hints.map(({ message }) => message)).toEqual(
		expect.arrayContaining([
			"The key has no access to the list 'Attachments' (403), so it is not included. If you use it in Sinao, give the person who created the key the right to read it.",
			"The key has no access to the list 'Direct Debit Mandates' (403), so it is not included. If you use it in Sinao, give the person who created the key the right to read it.",
		]),
	);
	expect(folder.manifest().files.some(({ resource }) => resource === 'attachments')).toBe(false);
});
