import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { runBackup } from '../../support/backup';
import { openCompanies } from '../../support/companies';
import {
	createNode,
	fileOf,
	type NodeResult,
	resultOf,
	runWorkflow,
	storeFile,
} from '../../support/engine';
import { itemSource } from '../../support/engine/nodeType';

const { company, close } = openCompanies();

afterAll(close);

const listed = (id: string, more: IDataObject = {}) => ({
	id,
	name: `Société ${id}`,
	siren: '123456789',
	folder: `Société ${id} 123456789 (${id})`,
	...more,
});

const backup = (id: string, more: IDataObject = {}) => ({
	kind: 'backup',
	outcome: 'complete',
	company: { id, name: `Société ${id}`, siren: '123456789' },
	run: { id: 'x', number: 3, begin: '2026-11-26T01:00:00.000Z', end: '2026-11-26T01:05:00.000Z' },
	counts: [
		{ resource: 'invoices', kind: 'csv', asked: 1, received: 1, stored: 1, transferred: 1 },
		{ resource: 'invoices', kind: 'document', asked: 12, received: 12, stored: 12, transferred: 2 },
		{ resource: 'quotes', kind: 'document', asked: 5, received: 5, stored: 5, transferred: 0 },
	],
	missing: 0,
	differences: 0,
	numbering: { missing: 4, duplicates: 0, outOfOrder: 0 },
	...more,
});

/** Runs Write Overview on the results of companies and the last cabinet.json. */
async function writeOverview(
	results: IDataObject[],
	last?: Buffer,
	options: IDataObject = {},
): Promise<NodeResult> {
	const lastItem: INodeExecutionData = last
		? { json: {}, binary: { data: await storeFile(last, 'cabinet.json', 'application/json') } }
		: { json: {} };
	const to = (node: string, index = 0) => [{ node, type: 'main' as const, index }];
	const run = await runWorkflow({
		credentials: {} as never,
		types: {
			results: itemSource(
				'results',
				results.map((json) => ({ json })),
			),
			last: itemSource('last', [lastItem]),
		},
		nodes: [
			createNode('Results', 'results', {}),
			createNode('Last', 'last', {}),
			createNode('Overview', 'n8n-nodes-sinao.sinaoBackup', {
				operation: 'writeOverview',
				options,
			}),
		],
		connections: {
			Start: { main: [[...to('Results'), ...to('Last')]] },
			Results: { main: [to('Overview')] },
			Last: { main: [to('Overview', 1)] },
		},
	});
	return resultOf(run, 'Overview');
}

interface Made {
	page: string;
	state: Buffer;
	problems: IDataObject[];
	summary: IDataObject;
	hints: string[];
}

async function made(...parameters: Parameters<typeof writeOverview>): Promise<Made> {
	const { outputs, error, hints } = await writeOverview(...parameters);
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json: { path, kind } }) => [path, kind])).toEqual([
		['cabinet.html', 'report'],
		['cabinet.json', 'report'],
	]);
	return {
		page: (await fileOf(outputs[0][0])).toString('utf8'),
		state: await fileOf(outputs[0][1]),
		problems: outputs[1].map(({ json }) => json),
		summary: outputs[2][0].json,
		hints: hints.map(({ message }) => message),
	};
}

/** What stands at the top of the page: style, title and sentences. */
function verdictOn(page: string): string[] {
	const [, style, title, sentence] =
		/<div class="outcome (\w+)">\s*<strong>([^<]*)<\/strong><span>([^<]*)</.exec(page) ?? [];
	return [style, title, sentence.replace(/\s/g, ' ')];
}

/** The cells of the row of a company in the first table. */
function rowOf(page: string, name: string): string[] {
	const [table = ''] = /<table>[^]*?<\/table>/.exec(page) ?? [];
	const row = [...table.matchAll(/<tr>([^]*?)<\/tr>/g)].find(([, cells]) => cells.includes(name));
	return [...(row?.[1] ?? '').matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell]) =>
		cell
			.replace(/<[^>]+>/g, '')
			.replace(/\s+/g, ' ')
			.trim(),
	);
}

describe('Write Overview', () => {
	it('shows outcome, documents, missing files, gaps and the last complete backup of each company, with links to its pages', async () => {
		const { page, problems, summary, hints } = await made([
			{ listed: listed('1'), backup: backup('1') },
			{ listed: listed('2'), backup: backup('2', { outcome: 'incomplete', missing: 3 }) },
			{ listed: listed('3'), error: 'Access denied by Sinao' },
		]);
		expect(rowOf(page, 'Société 1')).toEqual([
			'Société 1',
			'123456789',
			'Sauvegarde complète',
			'17 sur 17',
			'0',
			'4',
			'n° 3, 26/11/2026 à 02:05:00',
			'rapport · documents',
		]);
		expect(rowOf(page, 'Société 2').slice(2)).toEqual([
			'Sauvegarde incomplète',
			'17 sur 17',
			'3',
			'4',
			'aucune connue',
			'rapport · documents',
		]);
		expect(rowOf(page, 'Société 3').slice(2)).toEqual([
			'Pas de sauvegarde',
			'',
			'',
			'',
			'aucune connue',
			'',
		]);
		expect(page).toContain('Access denied by Sinao');
		expect(page).toContain('href="./Soci%C3%A9t%C3%A9%201%20123456789%20(1)/rapport.html"');
		expect(page).toContain('href="./Soci%C3%A9t%C3%A9%201%20123456789%20(1)/index.html"');
		expect(verdictOn(page)).toEqual([
			'incomplete',
			'À regarder',
			'Sociétés sans sauvegarde complète : 2 sur 3.',
		]);
		expect(hints).toEqual(["2 companies have no complete backup. See the 'Problems' output."]);
		expect(problems.map(({ id, message }) => [id, message])).toEqual([
			['2', '3 missing files'],
			['3', 'Access denied by Sinao'],
		]);
		expect(summary).toMatchObject({
			companies: 3,
			complete: 1,
			incomplete: 1,
			failed: 1,
			absent: 0,
		});
	});

	it.each<[string, IDataObject]>([
		['an error beside a complete summary', { error: 'Stopped', backup: backup('1') }],
		['nothing', {}],
		['a summary without an outcome', { backup: backup('1', { outcome: null }) }],
		['the summary of another company', { backup: backup('2') }],
		['a summary that is a text', { backup: 'complete' }],
	])('never shows a company as complete that returned %s', async (_, result) => {
		const { page, problems, summary } = await made([{ listed: listed('1'), ...result }]);
		expect(rowOf(page, 'Société 1')[2]).toBe('Pas de sauvegarde');
		expect(page).not.toContain('Sauvegarde complète');
		expect(problems).toHaveLength(1);
		expect(summary).toMatchObject({ complete: 0, failed: 1 });
	});

	it('keeps the last complete backup of a company that fails later, and the links to it', async () => {
		const first = await made([{ listed: listed('1'), backup: backup('1') }]);
		const second = await made(
			[{ listed: listed('1'), error: 'Sinao server error (503)' }],
			first.state,
		);
		const third = await made(
			[{ listed: listed('1'), error: 'Sinao server error (503)' }],
			second.state,
		);
		for (const { page } of [second, third]) {
			expect(rowOf(page, 'Société 1')[6]).toBe('n° 3, 26/11/2026 à 02:05:00');
			expect(rowOf(page, 'Société 1')[7]).toBe('rapport · documents');
		}
	});

	it('links to the pages as Write Manifest named them, also when the company fails or disappears later', async () => {
		const pages = {
			index: '0 - index.html',
			readMe: '0 - LISEZMOI.txt',
			report: '0 - rapport.html',
		};
		const first = await made([{ listed: listed('1'), backup: backup('1', { pages }) }]);
		const failed = await made([{ listed: listed('1'), error: 'Stopped' }], first.state);
		const gone = await made([{ listed: listed('2'), backup: backup('2') }], failed.state);
		const folder = './Soci%C3%A9t%C3%A9%201%20123456789%20(1)';
		for (const { page } of [first, failed, gone]) {
			expect(page).toContain(`href="${folder}/0%20-%20rapport.html"`);
			expect(page).toContain(`href="${folder}/0%20-%20index.html"`);
			expect(page).not.toContain(`${folder}/rapport.html`);
		}
	});

	it('says that a company is not returned any more: as a problem once, on the page for ever', async () => {
		const both = [
			{ listed: listed('1'), backup: backup('1') },
			{ listed: listed('2'), backup: backup('2') },
		];
		const first = await made(both);
		const second = await made(both.slice(0, 1), first.state);
		expect(second.problems.map(({ id, outcome }) => [id, outcome])).toEqual([['2', 'absent']]);
		expect(second.page).toContain('Sociétés qui ne sont plus accessibles dans Sinao\u00a0: 1.');
		const third = await made(both.slice(0, 1), second.state);
		expect(third.problems).toEqual([]);
		for (const { page, summary } of [second, third]) {
			const [, gone] = page.split('<h2>Sociétés qui ne sont plus accessibles');
			expect(gone).toContain('Société 2');
			expect(gone).toContain('n° 3, 26/11/2026 à 02:05:00');
			expect(summary).toMatchObject({ companies: 2, complete: 1, absent: 1 });
		}
		expect(verdictOn(second.page).slice(0, 2)).toEqual(['incomplete', 'À regarder']);
		expect(verdictOn(third.page)).toEqual([
			'complete',
			'Tout est complet',
			'La sauvegarde de chaque société est complète.',
		]);
		const back = await made(both, third.state);
		expect(back.problems).toEqual([]);
		expect(back.page).not.toContain('plus accessibles');
	});

	it.each(['', '{', '{"format":"sinao-overview"}', '[]', 'null'])(
		'says that the last overview is damaged: %j',
		async (text) => {
			const { page, problems, hints } = await made(
				[{ listed: listed('1'), backup: backup('1') }],
				Buffer.from(text),
			);
			expect(page).toContain('Le relevé précédent (cabinet.json) était illisible');
			expect(problems).toEqual([]);
			expect(hints).toEqual([
				'The last overview is damaged: earlier complete backups are not known.',
			]);
		},
	);

	it.each([
		['a text', 'Access denied by Sinao'],
		['an object with a message', { name: 'NodeApiError', message: 'Access denied by Sinao' }],
	])('says why a company has no backup, from an error that is %s', async (_, error) => {
		const { page, problems } = await made([{ listed: listed('1'), error }]);
		expect(problems.map(({ message }) => message)).toEqual(['Access denied by Sinao']);
		expect(page).toContain('<span lang="en">Access denied by Sinao</span>');
		expect(verdictOn(page)).toEqual([
			'failed',
			'Aucune sauvegarde complète',
			'Sociétés sans sauvegarde complète : 1 sur 1.',
		]);
	});

	it.each<[string, IDataObject]>([
		['an empty item', {}],
		['a company without an ID', { listed: listed(''), backup: backup('1') }],
		['a company without a folder', { listed: { ...listed('1'), folder: '' }, backup: backup('1') }],
	])('writes no page for %s', async (_, result) => {
		const { error } = await writeOverview([result]);
		expect(error?.message).toBe("An item on the 'Companies' input has no company");
	});

	it('escapes everything, and the policy of the page allows its own style only', async () => {
		const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
		const { page } = await made([
			{
				listed: listed('1', { name: hostile, siren: hostile, folder: `a/..%2F"'><b>` }),
				error: `${hostile} javascript:alert(1)`,
			},
			{ listed: listed('2', { name: null, siren: null }), backup: backup('2') },
		]);
		expect(page).not.toMatch(/<script|<img|<b>|onerror=alert\(1\)>(?!)/);
		expect(page).toContain('&lt;script&gt;');
		expect(page).toContain('Société n° 2');
		const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(page) as RegExpExecArray;
		const [, style] = /<style>([^]*?)<\/style>/.exec(page) as RegExpExecArray;
		const digest = createHash('sha256').update(style).digest('base64');
		expect(policy).toBe(
			`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
		);
	});

	it('takes the summary of Write Manifest as it is: gaps as in the report, documents as counted', async () => {
		const { api, folder } = await company(190, { invoices: 9, quotes: 3, purchases: 3 }, false);
		const numbers = [
			'F-001',
			'F-002',
			'F-003',
			'F-006',
			'F-007',
			'F-008',
			'F-009',
			'F-011',
			'F-012',
		];
		api.company.lists.invoices.forEach((row, index) =>
			Object.assign(row, {
				number: numbers[index],
				status: 'final',
				imported_at: null,
				written_at: `2026-03-${String(index + 10)}T08:00:00.000000Z`,
			}),
		);
		const { manifest } = await runBackup(api, folder);
		const [{ json }] = manifest.outputs[2];
		expect(json.numbering).toEqual({ missing: 3, duplicates: 0, outOfOrder: 0 });
		const { page } = await made([{ listed: listed(String(api.appId)), backup: json }]);
		const documents = folder.manifest().files.filter(({ kind }) => kind === 'document').length;
		expect(rowOf(page, `Société ${api.appId}`).slice(2, 6)).toEqual([
			'Sauvegarde complète',
			`${documents} sur ${documents}`,
			'0',
			'3',
		]);
	});
});
