import { templateFiles } from '../../templates/build';
import type { Workflow, WorkflowNode } from '../../templates/parts/workflow';
import { type Describe, descriptionsOf } from '../support/descriptions';
import { installN8n } from '../support/n8n/install';
import { nodeProblems } from '../support/n8n/nodeCheck';
import { waysOf } from '../support/n8nVersions';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they read the files of an installed n8n');

const templates = [...templateFiles()].filter(([name]) => name.endsWith('.json'));
const workflows = templates.map(([name, text]) => [name, JSON.parse(text) as Workflow] as const);

let describeNode: Describe;

beforeAll(async () => {
	describeNode = descriptionsOf(await installN8n());
}, 45 * 60_000);

describe.each(workflows)('The template %s', (_name, { nodes, connections, pinData, settings }) => {
	const working = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');

	it('uses only node types, versions, parameters and options that exist', () => {
		// n8n 1 ignores this option.
		const isIgnored = (problem: string) =>
			waysOf().sendsTokenOn && /'sendCredentialsOnCrossOriginRedirect'$/.test(problem);
		const problems = nodes.flatMap((node) => nodeProblems(node, describeNode));
		expect(problems.filter((problem) => !isIgnored(problem))).toEqual([]);
	});

	it('connects outputs and inputs that exist', () => {
		const names = new Set(nodes.map(({ name }) => name));
		expect(names.size).toBe(nodes.length);
		for (const [from, { main }] of Object.entries(connections)) {
			const outputs = describeNode(...typeOf(nodes, from))?.outputs;
			const { onError } = nodes.find(({ name }) => name === from) as WorkflowNode;
			const errorOutputs = onError === 'continueErrorOutput' ? 1 : 0;
			if (Array.isArray(outputs))
				expect(main.length).toBeLessThanOrEqual(outputs.length + errorOutputs);
			for (const { node } of main.flat()) expect(names).toContain(node);
		}
	});

	it('carries no secret, no pinned data and no name that n8n gave', () => {
		expect(pinData).toEqual({});
		expect(settings.executionOrder).toBe('v1');
		for (const node of working) {
			expect(node.credentials).toBeUndefined();
			expect(node.name).not.toBe(describeNode(node.type, node.typeVersion)?.defaults.name);
		}
	});

	it('explains itself in one yellow note at the top left and in short white ones', () => {
		const notes = nodes.filter((node) => !working.includes(node));
		const words = (node: WorkflowNode) => String(node.parameters.content).split(/\s+/).length;
		const [overview, ...sections] = [...notes].sort(
			(one, other) => one.position[0] - other.position[0],
		);
		expect(overview.parameters.color).toBeUndefined();
		expect(overview.parameters.content).toMatch(
			/How it works[^]*Setup|Comment ça marche[^]*Mise en place/,
		);
		expect(words(overview)).toBeGreaterThanOrEqual(100);
		expect(words(overview)).toBeLessThanOrEqual(300);
		expect(Math.min(...nodes.map(({ position }) => position[1]))).toBe(overview.position[1]);
		expect(sections.length).toBeGreaterThanOrEqual(3);
		for (const section of sections) {
			expect(section.parameters.color).toBe(7);
			expect(words(section)).toBeLessThan(50);
		}
	});
});

describe('A policy for missed runs', () => {
	const schedule = (typeVersion: number) => {
		const original = workflows
			.find(([name]) => name === 'nightly-backup-disk.json')?.[1]
			.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger') as WorkflowNode;
		const node = { ...structuredClone(original), typeVersion };
		node.parameters.misfirePolicy = 'coalesce_owner';
		return nodeProblems(node, describeNode);
	};

	it('does not exist in the version of Schedule Trigger that n8n 1 and n8n 2 have, so templates have none', () => {
		expect(schedule(1.2)).toEqual(["Every night at 2 am: no parameter 'misfirePolicy'"]);
		const newer = schedule(1.4);
		if (waysOf().catchesUp) expect(newer).toEqual([]);
		else expect(newer).toEqual([expect.stringContaining('no node type')]);
	});
});

describe('The check of templates', () => {
	const broken: Array<[string, (node: WorkflowNode) => void]> = [
		['an unknown node type', (node) => (node.type = 'n8n-nodes-base.nothing')],
		['an unknown version', (node) => (node.typeVersion = 99)],
		['an unknown parameter', (node) => (node.parameters.nothing = true)],
		['an unknown option', (node) => (node.parameters.operation = 'nothing')],
		['a parameter of another operation', (node) => (node.parameters.oldPath = '/a')],
		['an unknown option in a collection', (node) => (node.parameters.options = { nothing: 1 })],
		['an empty required parameter', (node) => (node.parameters.path = '')],
	];

	it.each(broken)('sees %s', (_name, spoil) => {
		const sftp = workflows
			.find(([name]) => name === 'save-everything-sftp.json')?.[1]
			.nodes.find(({ name }) => name === 'Save');
		const node = structuredClone(sftp) as WorkflowNode;
		expect(nodeProblems(node, describeNode)).toEqual([]);
		spoil(node);
		expect(nodeProblems(node, describeNode)).not.toEqual([]);
	});
});

function typeOf(nodes: WorkflowNode[], name: string): [string, number] {
	const node = nodes.find((candidate) => candidate.name === name) as WorkflowNode;
	return [node.type, node.typeVersion];
}
