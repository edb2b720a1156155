import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import layers from '../../scripts/layers.json';

const root = path.resolve(__dirname, '../..');
const shared = path.join(root, 'nodes/shared');

/** The picture in CONTRIBUTING.md: what each box contains, and its arrows. */
function picture() {
	const [, text] = /```mermaid\n([^]*?)```/.exec(
		readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'),
	) as RegExpExecArray;
	const boxes = new Map(
		[...text.matchAll(/^\t(\w+)\["(.*?)<br>/gm)].map(([, id, names]) => [id, names.split(', ')]),
	);
	const arrows = [...text.matchAll(/^\t(\w+) --> (\w+)$/gm)].map(([, from, to]) => [from, to]);
	return { boxes, arrows };
}

/** The part of `nodes/` in which a file is: a folder or file of nodes/shared, or the nodes. */
function partOf(file: string): string {
	const [first, second] = path.relative(path.join(root, 'nodes'), file).split(path.sep);
	if (first !== 'shared') return 'nodes/Sinao…';
	return second.endsWith('.ts') || second.includes('.')
		? second
		: second.replace(/^(failure|resource)$/, '$1.ts');
}

/** Which parts of `nodes/` import which others, as `from -> to`. */
function importsInNodes(): string[] {
	const files = readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(root, 'nodes', file));
	const imports = files.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/from '(\.[^']*)'/g)].map(
			([, name]) => `${partOf(file)} -> ${partOf(path.resolve(path.dirname(file), name))}`,
		),
	);
	return [...new Set(imports)].filter((each) => new Set(each.split(' -> ')).size > 1);
}

const layersFromTop = [['nodes/Sinao…'], ...layers];

describe('The picture of the layers in CONTRIBUTING.md', () => {
	const { boxes, arrows } = picture();

	it('has a box for each folder and file of nodes/shared, and for the nodes', () => {
		const drawn = [...boxes.values()].flat().sort();
		expect(drawn).toEqual(['nodes/Sinao…', ...readdirSync(shared)].sort());
		expect(drawn).toEqual(layersFromTop.flat().sort());
	});

	it('has an arrow from each box to each box of the next layer, and no other', () => {
		const boxOf = (part: string) => [...boxes].find(([, names]) => names.includes(part))?.[0];
		const boxesOf = (layer: string[]) => [...new Set(layer.map(boxOf))];
		const expected = layersFromTop
			.slice(1)
			.flatMap((layer, index) =>
				boxesOf(layersFromTop[index]).flatMap((from) =>
					boxesOf(layer).map((to) => `${from} -> ${to}`),
				),
			);
		expect(arrows.map(([from, to]) => `${from} -> ${to}`).sort()).toEqual(expected.sort());
	});

	it('shows the direction of every import in nodes/', () => {
		const boxOf = (part: string) => [...boxes].find(([, names]) => names.includes(part))?.[0];
		const below = (box: string): string[] =>
			arrows.filter(([from]) => from === box).flatMap(([, to]) => [to, ...below(to)]);
		const imports = importsInNodes();
		expect(imports.length).toBeGreaterThan(20);
		const isDrawn = (each: string) => {
			const [from, to] = each.split(' -> ').map(boxOf);
			return from !== undefined && to !== undefined && below(from).includes(to);
		};
		const withinOneBox = (each: string) => new Set(each.split(' -> ').map(boxOf)).size === 1;
		expect(imports.filter((each) => !withinOneBox(each) && !isDrawn(each))).toEqual([]);
	});
});
