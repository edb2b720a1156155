import type { IDataObject } from 'n8n-workflow';

import { backUp, Folder, runBackup } from '../support/backup';
import {
	apiKey,
	everyId,
	exportCsv,
	getMany,
	hintsOf,
	requestsTo,
	type Run,
	useSinao,
} from '../support/faultyCompany';
import { runNode } from '../support/engine';
import { startSinao } from '../support/sinao';
import type { Row } from '../support/sinao/types';

const sinao = useSinao({ size: { invoices: 30, persons: 12, payments: 30 } });
const report = 'github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues';

/** Serves every invoice with these changes; an undefined value takes the field away. */
function serve(changes: (row: Row) => Record<string, unknown>) {
	for (const id of everyId(sinao.api)) {
		const row = sinao.api.company.find('invoices', id) as Row;
		sinao.api.company.changeRow('invoices', id, changes(row) as Partial<Row>);
	}
}

async function exportJsonLines(settings: Run = {}) {
	const { company, options } = { company: {}, options: { firstWait: 1 } };
	return await runNode({
		type: 'sinaoRecords',
		credentials: apiKey(sinao.api),
		parameters: { operation: 'exportJsonLines', resource: 'payments', ...company, options },
		...settings,
	});
}

describe('125 A list that is not as declared', () => {
	const originals = new Map<number, Row>();

	beforeAll(() => {
		for (const id of everyId(sinao.api))
			originals.set(id, { ...(sinao.api.company.find('invoices', id) as Row) });
	});

	afterEach(() => {
		for (const [id, row] of originals) sinao.api.company.changeRow('invoices', id, row);
	});

	it.each([
		['CSV', async () => await exportCsv(sinao.api)],
		['Get Many', async () => await getMany(sinao.api)],
		['the backup', async () => await backUp(sinao.api)],
	])(
		'a main column is empty in every record: %s names list, column and where to report it',
		async (_, start) => {
			const hint = /column 'Numéro' of the list 'Invoices' is empty in every record/;
			expect(hintsOf(await start()).join('\n')).not.toMatch(hint);
			serve(() => ({ number: null }));
			const words = hintsOf(await start()).join('\n');
			expect(words).toMatch(hint);
			expect(words).toContain(report);
		},
	);

	it('the report of the backup has the hint too', async () => {
		serve(() => ({ number: null }));
		const folder = new Folder();
		await runBackup(sinao.api, folder);
		const page = folder.written.find((file) => file.endsWith('.html')) as string;
		expect(folder.read(page).toString()).toContain('is empty in every record');
		folder.remove();
	});

	it('one record has a value: no hint', async () => {
		const [first] = everyId(sinao.api);
		serve(({ id }) => ({ number: id === first ? 'FAC-1' : null }));
		expect(hintsOf(await exportCsv(sinao.api)).join()).not.toMatch(/Numéro/);
	});

	it('a filter leaves only such records, or few: no hint', async () => {
		serve(() => ({ number: null }));
		const filtered = { parameters: { filters: { status: ['paid', 'final', 'draft'] } } };
		expect(hintsOf(await getMany(sinao.api, filtered)).join()).not.toMatch(/Numéro/);
		const few = { parameters: { returnAll: false, limit: 25 } };
		expect(hintsOf(await getMany(sinao.api, few)).join()).not.toMatch(/Numéro/);
	});

	it('a field that no record has any more: a hint names it', async () => {
		serve(() => ({ reference: undefined }));
		expect(hintsOf(await exportCsv(sinao.api)).join()).toContain(
			"No record of the list 'Invoices' has the field 'reference' any more.",
		);
	});

	it.each<[string, string, unknown, string]>([
		['an amount as a decimal number', 'amount', 12.5, "'Montant HT' of the list 'Invoices'"],
		['an amount as text with a decimal point', 'amount', '12.50', '99.99'],
		['a date in French', 'written_at', '31/12/2024', '99/99/9999'],
		['a date as a number', 'written_at', 1_700_000_000, '9999999999'],
		['a status', 'status', 'archived', "the status 'archived'"],
		['a related object as text', 'contact_infos', 'Dupont SARL', "'contact_infos'"],
	])(
		'%s that nobody has documented: a hint, once, without the value',
		async (_, field, value, words) => {
			const [, second, third] = everyId(sinao.api);
			serve(({ id }) => (id === second || id === third ? { [field]: value } : {}));
			const hints = hintsOf(await exportCsv(sinao.api)).filter(
				(hint) => hint.includes(report) && hint.includes(words),
			);
			expect(hints).toHaveLength(1);
			expect(hints[0]).not.toMatch(/Dupont|12\.5|31\/12/);
		},
	);
});

it('125 No list of a company as people saw it has a hint of this kind', async () => {
	const api = await startSinao({
		nasty: false,
		size: {
			invoices: 25,
			quotes: 25,
			purchases: 25,
			persons: 25,
			organizations: 25,
			products: 25,
			transactions: 25,
			payments: 25,
			attachments: 25,
			stocks: 25,
		} as IDataObject as never,
	});
	const { hints, error } = await backUp(api, undefined, { otherLists: true, documents: [] });
	expect(error).toBeUndefined();
	expect(
		hints
			.map(({ message }) => message)
			.filter((hint) => hint.includes(report) && !hint.includes('litige')),
	).toEqual([]);
	expect(hints.map(({ message }) => message).join()).not.toContain('Sinao does not return');
	await api.close();
});

it('125 JSON Lines say it too', async () => {
	const { api } = sinao;
	expect(hintsOf(await exportJsonLines()).join()).not.toContain('is empty in every record');
	for (const { id } of api.company.lists.payments)
		api.company.changeRow('payments', id, { amount: null } as Partial<Row>);
	expect(hintsOf(await exportJsonLines()).join()).toContain(
		"The column 'Montant' of the list 'Payments' is empty in every record.",
	);
});

describe.each([403, 404] as const)('112 The service answers %d', (status) => {
	it.each([
		'invoices',
		'quotes',
		'purchases',
		'persons',
		'organizations',
		'products',
		'transactions',
	])('to the main list %s: the backup is incomplete and names it', async (list) => {
		const { variants } = sinao.api;
		const folder = new Folder();
		variants.listStatus = { [list]: status };
		const run = await runBackup(sinao.api, folder, { parameters: { documents: [] } });
		variants.listStatus = {};
		expect(run.manifest.outputs[2][0].json.outcome).toBe('incomplete');
		expect(folder.manifest().missing.map(({ resource }) => resource)).toContain(list);
		folder.remove();
	});

	it('to another list: complete, with a hint that names it and the right', async () => {
		const { variants } = sinao.api;
		variants.listStatus = { payments: status };
		const { hints, outputs } = await backUp(sinao.api, undefined, { otherLists: true });
		variants.listStatus = {};
		expect(outputs[1]).toEqual([]);
		expect(hints.map(({ message }) => message).join()).toContain(
			`The key has no access to the list 'Payments' (${status})`,
		);
	});

	it('to another list that the last backup contains: a hint that says so', async () => {
		const { variants } = sinao.api;
		const folder = new Folder();
		const parameters = { documents: [], otherLists: true };
		await runBackup(sinao.api, folder, { parameters });
		variants.listStatus = { payments: status };
		await runBackup(sinao.api, folder, { parameters });
		variants.listStatus = {};
		expect(folder.manifest().notes.join()).toContain(
			`The key no longer has access to the list 'Payments' (${status}), which earlier runs included`,
		);
		folder.remove();
	});
});

it('117 A list is answered by another host: nothing of it is taken', async () => {
	sinao.api.faults.add({ path: '/invoices$', fault: { kind: 'redirect' } });
	const { error, outputs } = await getMany(sinao.api);
	expect(error?.message).toMatch(/redirects to/);
	expect(outputs).toEqual([]);
	expect(requestsTo(sinao.api, '/invoices')).toHaveLength(1);
});
