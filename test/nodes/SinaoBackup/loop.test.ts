import type { INodeExecutionData } from 'n8n-workflow';

import { keyOf } from '../../support/api';
import { backUpParameters } from '../../support/backup';
import { openCompanies } from '../../support/companies';
import { createNode, resultOf, runWorkflow } from '../../support/engine';
import { nodeType } from '../../support/engine/nodeType';

const { company, close } = openCompanies();

afterAll(close);

/** Returns one item after the other by its second output, then an item by its first. */
const loop = nodeType(
	'loop',
	function () {
		const state = this.getContext('node') as { left?: INodeExecutionData[] };
		state.left ??= [...this.getInputData()];
		const next = state.left.shift();
		return next ? [[], [next]] : [[{ json: {} }], []];
	},
	2,
);

/** A storage that reports no checksum. */
const save = nodeType('save', function () {
	return [this.getInputData().map((_, item) => ({ json: {}, pairedItem: { item } }))];
});

const to = (node: string, index = 0) => [{ node, type: 'main' as const, index }];

test('85, 61 In a loop, a disabled step after Write Manifest is not one that saves files', async () => {
	const { api } = await company(46, { invoices: 4, quotes: 2, purchases: 2 }, false);
	const credentials = keyOf(api);
	const run = await runWorkflow({
		credentials,
		items: [{ json: {} }],
		types: { loop, save },
		nodes: [
			createNode('Loop', 'loop', {}),
			createNode('Back up', 'n8n-nodes-sinao.sinaoBackup', backUpParameters({}, {}), credentials),
			createNode('Save', 'save', {}),
			createNode('Write manifest', 'n8n-nodes-sinao.sinaoBackup', { operation: 'writeManifest' }),
			{ ...createNode('Send mail', 'save', {}), disabled: true },
		],
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [[], to('Back up')] },
			'Back up': { main: [to('Save'), [], to('Write manifest', 1)] },
			Save: { main: [to('Write manifest')] },
			'Write manifest': { main: [to('Send mail')] },
			'Send mail': { main: [to('Loop')] },
		},
	});
	const { outputs } = resultOf(run, 'Write manifest');
	expect(outputs[1]).toEqual([]);
	expect(outputs[2][0].json.outcome).toBe('complete');
});
