import { run } from '../../support/api';
import { cleanUp, fileOf } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import type { Variants } from '../../support/sinao/variants';

/** Tags of every kind of object (docs/sinao-api.md, What each resource is): users use them as categories. */
let api: SinaoServer;

async function start(tags: Variants['tags']): Promise<void> {
	api = await startSinao({ seed: 4, size: { tags: 3 }, variants: { tags, fields: 'newer' } });
}

afterEach(async () => await api.close());

afterAll(cleanUp);

async function tagsOf() {
	const { outputs, hints, error } = await run(api, 'sinaoRecords', {
		resource: 'tags',
		operation: 'getMany',
		returnAll: true,
		options: { firstWait: 1 },
	});
	expect(error).toBeUndefined();
	return {
		tags: outputs[0].map(({ json }) => [json.name, json.usedFor]),
		hints: hints.map(({ message }) => message),
	};
}

const ofInvoices = ['chantier', 'urgent', 'été'].map((name) => [name, 'invoice']);
const ofOthers = [
	['étiquette quote', 'quote'],
	['étiquette purchase', 'purchase'],
	['entretien', 'product'],
	['étiquette transaction', 'transaction'],
	['étiquette relationship', 'relationship'],
];

it('tags with their object: each once, as Sinao returns it', async () => {
	await start('objects');
	expect(await tagsOf()).toEqual({ tags: [...ofInvoices, ...ofOthers], hints: [] });
	expect(api.contractViolations).toEqual([]);
});

it('names alone: the object is the one that was requested, or all that have the tag', async () => {
	await start('names');
	api.company.addRow('tags', { name: 'urgent', object: 'product' });
	const { tags, hints } = await tagsOf();
	expect(hints).toEqual([]);
	expect(tags).toEqual([
		['chantier', 'invoice'],
		['urgent', 'invoice, product'],
		['été', 'invoice'],
		...ofOthers,
	]);
});

it('tags that only the list without an object contains stay, without one', async () => {
	await start('names');
	api.company.addRow('tags', { name: 'ancienne', object: 'expense' });
	expect((await tagsOf()).tags).toContainEqual(['ancienne', null]);
});

it('tags that only the list of an object contains are added', async () => {
	await start('names');
	api.faults.add({
		path: '/tags$',
		times: 1,
		fault: { kind: 'text', text: '["chantier"]', contentType: 'application/json' },
	});
	expect((await tagsOf()).tags).toEqual([...ofInvoices, ...ofOthers]);
});

it('a service that ignores the object: each name once, without an object, and a hint', async () => {
	await start('ignored');
	expect(await tagsOf()).toEqual({
		tags: [...ofInvoices, ...ofOthers].map(([name]) => [name, null]),
		hints: [
			'Sinao returns the same /tags for every kind of object, so it is not known what they are used for.',
		],
	});
});

it('objects that the service does not know: a hint names them', async () => {
	await start('older');
	const { tags, hints } = await tagsOf();
	expect(tags).toEqual([...ofInvoices, ...ofOthers]);
	expect(hints).toEqual(['Sinao does not return /tags of: transaction, relationship.']);
});

it('the file has a column with the object', async () => {
	await start('names');
	const { outputs } = await run(api, 'sinaoRecords', {
		resource: 'tags',
		operation: 'exportCsv',
		columns: 'main',
		options: {},
	});
	expect((await fileOf(outputs[0][0])).toString('utf8').split('\r\n').slice(0, 2)).toEqual([
		'\uFEFFNom;Utilisée pour;Identifiant Sinao',
		'chantier;Facture;',
	]);
});

it.each([
	['sinaoProducts', {}, 'products'],
	['sinaoBank', {}, 'transactions'],
	['sinaoRecords', { resource: 'relationships' }, 'relationships'],
] as const)('the filter finds records with a tag: %s %j', async (node, parameters, list) => {
	await start('objects');
	api.variants.fields = 'known';
	const rows = api.company.lists[list];
	for (const [index, row] of rows.entries()) row.tags = index % 3 ? [] : ['Entretien'];
	const { outputs, error } = await run(api, node, {
		...parameters,
		operation: 'getMany',
		returnAll: true,
		simplify: true,
		filters: { tag: 'entretien' },
		options: { firstWait: 1 },
	});
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json }) => Number(json.id)).sort()).toEqual(
		rows.flatMap(({ id }, index) => (index % 3 ? [] : [id])).sort(),
	);
});
