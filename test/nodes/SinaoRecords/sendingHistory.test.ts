import { parse } from 'papaparse';

import { run } from '../../support/api';
import { cleanUp, fileOf } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import type { Row } from '../../support/sinao/types';
import type { Variants } from '../../support/sinao/variants';

/** The emails with which documents were sent: one request per document (docs/sinao-api.md, What each resource is). */
let api: SinaoServer;

async function start(variants: Partial<Variants> = {}): Promise<void> {
	api = await startSinao({
		seed: 9,
		nasty: false,
		size: { invoices: 25, quotes: 9, attachments: 4 },
		variants,
	});
}

afterEach(async () => await api.close());

afterAll(cleanUp);

async function emails(operation = 'getMany', parameters = {}) {
	const { outputs, hints, error } = await run(api, 'sinaoRecords', {
		resource: 'sendingHistory',
		operation,
		...(operation === 'getMany' ? { returnAll: true, simplify: false } : {}),
		...parameters,
		options: { firstWait: 1, maximumTries: 1, pageSize: 10 },
	});
	return { items: outputs[0] ?? [], hints: hints.map(({ message }) => message), error };
}

const requests = () => api.requests.filter(({ path }) => path.includes('/email/document/'));

/** What the simulated service knows to have been sent. */
const sent = (list: 'invoices' | 'quotes'): Row[] =>
	api.company.lists[list].filter((row) => row.email_sent_at);

const key = ({ document_type: type, document_id: id }: Record<string, unknown>) =>
	`${String(type)} ${String(id)}`;

const expected = () => [
	...sent('invoices').map(({ id }) => `invoice ${id}`),
	...sent('quotes').map(({ id }) => `quote ${id}`),
];

it('every email of every document, with the document that it is about', async () => {
	await start();
	const { items, hints } = await emails();
	expect(expected().length).toBeGreaterThan(20);
	expect(items.map(({ json }) => key(json)).sort()).toEqual(expected().sort());
	const [invoice] = sent('invoices');
	expect(items.map(({ json }) => json)).toContainEqual({
		document_type: 'invoice',
		document_id: invoice.id,
		document_number: invoice.number,
		to: invoice.customer_email,
		subject: `Votre document ${String(invoice.number)}`,
		status: 'delivered',
		created_at: invoice.email_sent_at,
		email_id: invoice.id * 10,
	});
	expect(hints).toEqual([]);
	expect(requests()).toHaveLength(25 + 9 + 4);
	expect(api.contractViolations).toEqual([]);
});

it('a CSV with the columns that people read first; an email for two documents is in two rows', async () => {
	await start();
	const [one, other] = sent('invoices');
	for (const { id } of [one, other])
		api.faults.add({
			path: `/email/document/${id}$`,
			fault: {
				kind: 'text',
				text: JSON.stringify([
					{ id: 7, sent_at: '2024-03-31T22:30:00.000000Z', recipients: ['a@b.c'] },
				]),
				contentType: 'application/json',
			},
		});
	const { items } = await emails('exportCsv', { columns: 'main' });
	const { data } = parse<Record<string, string>>((await fileOf(items[0])).toString('utf8'), {
		header: true,
		skipEmptyLines: true,
	});
	expect(data).toHaveLength(expected().length);
	expect(data.filter((row) => row['Identifiant Sinao'] === '7')).toEqual(
		[one, other].map(({ id, number }) => ({
			'Type de document': 'Facture',
			Numéro: number,
			'Envoyé le': '01/04/2024 00:30:00',
			Destinataire: '["a@b.c"]',
			Objet: '',
			Statut: '',
			'Identifiant du document': String(id),
			'Identifiant Sinao': '7',
		})),
	);
});

it('a limit ends the requests', async () => {
	await start();
	const { items } = await emails('getMany', { returnAll: false, limit: 2 });
	expect(items).toHaveLength(2);
	expect(requests().length).toBeLessThan(25);
});

it('a type of document that has no history is left out with a hint, after few requests', async () => {
	await start({ sendingHistory: ['invoice'] });
	const { items, hints, error } = await emails();
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => key(json)).sort()).toEqual(
		sent('invoices')
			.map(({ id }) => `invoice ${id}`)
			.sort(),
	);
	expect(hints).toEqual(
		['quote', 'attachment'].map(
			(type) =>
				`Sinao does not return /email/document for documents of the type '${type}', so they are not included.`,
		),
	);
});

it('a service without the list fails, and is not an empty list', async () => {
	await start({ listStatus: { 'email/document': 404 } });
	const { items, error } = await emails();
	expect(items).toEqual([]);
	expect(error?.message).toBe('Not found in Sinao');
	expect(requests().length).toBeLessThan(38);
});

it('a document that Sinao does not know is left out with a hint, and one that fails ends the run', async () => {
	await start();
	const [lost] = sent('quotes');
	const faulty = (status: number) =>
		api.faults.add({ path: `/email/document/${lost.id}$`, fault: { kind: 'status', status } });
	const undo = faulty(404);
	const { items, hints } = await emails();
	expect(items).toHaveLength(expected().length - 1);
	expect(hints).toEqual(['Sinao did not return /email/document for 1 quote.']);
	undo();
	faulty(500);
	expect((await emails()).error?.message).toBe('Sinao could not process the request (500)');
});

it('a list of documents that the key may not read is left out with a hint', async () => {
	await start({ listStatus: { quotes: 403 } });
	const { items, hints } = await emails();
	expect(items).toHaveLength(sent('invoices').length);
	expect(hints).toEqual([
		'The key has no access to /quotes (403), so their emails are not included.',
	]);
});

it('documents that were never sent may be not found; all emails of the others come', async () => {
	await start();
	const unsent = api.company.lists.invoices.slice(0, 18).map(({ id }) => id);
	for (const id of unsent) api.company.changeRow('invoices', id, { email_sent_at: null });
	api.faults.add({
		path: `/email/document/(?:${unsent.join('|')})$`,
		fault: { kind: 'status', status: 404 },
	});
	const { items, error } = await emails();
	expect(error).toBeUndefined();
	expect(sent('invoices').length).toBeGreaterThan(3);
	expect(items.map(({ json }) => key(json)).sort()).toEqual(expected().sort());
});
