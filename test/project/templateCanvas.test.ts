import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Workflow } from '../../templates/parts/workflow';
import {
	type Box,
	crosses,
	lines,
	nodeBoxes,
	noteBoxes,
	noteTextBoxes,
	overlap,
	scaleToFit,
	titleBoxes,
} from '../support/canvas';

const folder = path.resolve(__dirname, '../../templates');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
	name.endsWith('.json'),
);

/** What lies over something else on the canvas of a workflow. */
function problemsOf(workflow: Workflow): string[] {
	const nodes = nodeBoxes(workflow);
	const titles = titleBoxes(workflow);
	const notes = noteBoxes(workflow);
	const texts = noteTextBoxes(workflow);
	const pairs = <T>(list: T[]) =>
		list.flatMap((one, index) => list.slice(index + 1).map((other): [T, T] => [one, other]));
	const named = (what: string) => (list: Array<[Box, Box]>) =>
		list
			.filter(([one, other]) => overlap(one, other))
			.map(([one, other]) => `${what}: ${one.name} / ${other.name}`);
	const across = (ones: Box[], others: Box[]) =>
		ones.flatMap((one) => others.map((other): [Box, Box] => [one, other]));
	return [
		...named('nodes')(pairs(nodes)),
		...named('titles')(pairs(titles)),
		...named('title under a node')(across(titles, nodes)),
		...named('notes')(pairs(notes)),
		...named('node over the text of a note')(across([...nodes, ...titles], texts)),
		...across([...nodes, ...titles], notes)
			.filter(
				([{ left, top, right, bottom }, note]) =>
					overlap({ name: '', left, top, right, bottom }, note) &&
					(left < note.left || right > note.right || top < note.top || bottom > note.bottom),
			)
			.map(([one, note]) => `over the edge of a note: ${one.name} / ${note.name}`),
		...lines(workflow).flatMap((line) =>
			[
				...titles.filter((title) => crosses(line, title)).map(({ name }) => `the title ${name}`),
				...nodes
					.filter(({ name }) => ![line.from, line.to].includes(name))
					.filter((node) => crosses(line, node))
					.map(({ name }) => `the node ${name}`),
			].map((what) => `the line ${line.from} – ${line.to} crosses ${what}`),
		),
	];
}

/** Notes whose text does not fit, or fills less than half of a note without nodes. */
function fillProblems(workflow: Workflow): string[] {
	const nodes = nodeBoxes(workflow);
	const texts = noteTextBoxes(workflow);
	return noteBoxes(workflow).flatMap((note, index) => {
		const height = note.bottom - note.top;
		const text = texts[index].bottom - texts[index].top;
		const isFilled = nodes.some((node) => overlap(node, note)) || text > height / 2;
		return [
			...(text > height ? [`${note.name}: the text needs ${text} of ${height}`] : []),
			...(isFilled ? [] : [`${note.name}: empty, ${text} of ${height}`]),
		];
	});
}

describe.each(names)('The canvas of the template %s', (name) => {
	const workflow = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Workflow;

	it('has nothing that overlaps, and no line through a node or a title', () => {
		expect(problemsOf(workflow)).toEqual([]);
	});

	it('has notes that their text or nodes fill, and is legible when the whole of it is shown', () => {
		expect(fillProblems(workflow)).toEqual([]);
		// On a screen of 1920 by 1080 with n8n's side bar and header: headings of notes then have 9 pixels.
		expect(scaleToFit(workflow, 1720, 930)).toBeGreaterThanOrEqual(0.36);
	});
});

describe('The check of a canvas', () => {
	const workflow = JSON.parse(
		readFileSync(path.join(folder, 'nightly-backup-disk.json'), 'utf8'),
	) as Workflow;

	it.each<[string, (copy: Workflow) => void]>([
		['two nodes', ({ nodes }) => (nodes[8].position = nodes[9].position)],
		[
			'a line through a title',
			({ nodes }) => {
				const save = nodes.find((node) => node.name === 'Save') as { position: number[] };
				save.position[1] += 110;
			},
		],
		['two notes', ({ nodes }) => (nodes[1].position = nodes[0].position)],
	])('sees %s', (_name, spoil) => {
		const copy = structuredClone(workflow);
		spoil(copy);
		expect(problemsOf(copy)).not.toEqual([]);
	});
});
