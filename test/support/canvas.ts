import type { Workflow, WorkflowNode } from '../../templates/parts/workflow';

/**
 * What n8n's canvas draws, in its own units (n8n 2.40, `calculateNodeSize`, `CanvasNodeDefault.vue` and `getEdgeRenderData`):
 * nodes of 96 by 96 with the title below, notes, and lines from the right side of a node to the left side of another.
 */
export interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

type Point = [x: number, y: number];

interface Line {
	from: string;
	to: string;
	points: Point[];
}

const nodeSize = 96;
const titleGap = 8;
const titleWidth = 192;
const lineHeight = 20;
/** The average width of a character of a title, of 16 pixels. */
const characterWidth = 8;

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

const box = (name: string, [left, top]: Point, width: number, height: number): Box => ({
	name,
	left,
	top,
	right: left + width,
	bottom: top + height,
});

/** How many inputs and outputs each node has, as far as they are connected or declared. */
function handles({
	nodes,
	connections,
}: Workflow): Map<string, { inputs: number; outputs: number }> {
	const counts = new Map(nodes.map(({ name }) => [name, { inputs: 1, outputs: 1 }]));
	for (const node of nodes) {
		const count = counts.get(node.name) as { inputs: number; outputs: number };
		if (node.type.endsWith('.if')) count.outputs = 2;
		const { numberInputs, numberOutputs } = node.parameters;
		count.inputs = Math.max(count.inputs, Number(numberInputs ?? 1));
		count.outputs = Math.max(count.outputs, Number(numberOutputs ?? 1));
		for (const [output, ends] of (connections[node.name]?.main ?? []).entries()) {
			count.outputs = Math.max(count.outputs, output + 1);
			for (const { node: target, index } of ends) {
				const other = counts.get(target) as { inputs: number };
				other.inputs = Math.max(other.inputs, index + 1);
			}
		}
	}
	return counts;
}

function heightOf({ inputs, outputs }: { inputs: number; outputs: number }): number {
	return nodeSize + Math.max(0, Math.max(inputs, outputs) - 2) * 32;
}

/** The nodes, without their titles. */
export function nodeBoxes(workflow: Workflow): Box[] {
	const counts = handles(workflow);
	return workflow.nodes
		.filter((node) => !isNote(node))
		.map(({ name, position }) =>
			box(name, position, nodeSize, heightOf(counts.get(name) as never)),
		);
}

/** The titles below the nodes, of up to two lines, and the line with the operation that many nodes show. */
export function titleBoxes(workflow: Workflow): Box[] {
	return nodeBoxes(workflow).map(({ name, left, bottom }) => {
		const length = (name.length + 1) * characterWidth;
		const width = Math.min(length, titleWidth);
		const lines = Math.min(2, Math.ceil(length / titleWidth)) + 1;
		const x = left + nodeSize / 2 - width / 2;
		return box(name, [x, bottom + titleGap], width, lines * lineHeight);
	});
}

export function noteBoxes({ nodes }: Workflow): Box[] {
	return nodes.filter(isNote).map(({ name, position, parameters }) => {
		const { width, height } = parameters as { width: number; height: number };
		return box(name, position, width, height);
	});
}

/** The text at the top of each note: a heading of 24 pixels and lines of 16 pixels, with a margin of 16. */
export function noteTextBoxes({ nodes }: Workflow): Box[] {
	return nodes.filter(isNote).map(({ name, position, parameters }) => {
		const { content, width } = parameters as { content: string; width: number };
		const height = content
			.split('\n')
			.filter((line) => line.trim())
			.map((line) => {
				const level = /^#+/.exec(line)?.[0].length ?? 0;
				const size = level === 1 ? 13 : level === 2 ? 10.5 : 7.2;
				const lines = Math.ceil((line.replace(/^#+ |[*`]/g, '').length * size) / (width - 32));
				return lines * (level === 1 ? 34 : level === 2 ? 28 : 20) + 6;
			})
			.reduce((sum, line) => sum + line, 24);
		return box(name, position, width, height);
	});
}

function bezier([sx, sy]: Point, [tx, ty]: Point): Point[] {
	const reach = tx >= sx ? (tx - sx) / 2 : 25 * 0.25 * Math.sqrt(sx - tx);
	const [c1, c2] = [sx + reach, tx - reach];
	return Array.from({ length: 41 }, (_, step): Point => {
		const t = step / 40;
		const u = 1 - t;
		return [
			u ** 3 * sx + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t ** 3 * tx,
			u ** 3 * sy + 3 * u * u * t * sy + 3 * u * t * t * ty + t ** 3 * ty,
		];
	});
}

/** A line to a node further left goes down behind its own node first, then left and to the target. */
function backwards([sx, sy]: Point, [tx, ty]: Point): Point[] {
	const corners: Point[] = [
		[sx, sy],
		[sx + 40, sy],
		[sx + 40, sy + 130],
		[tx - 40, sy + 130],
		[tx - 40, ty],
		[tx, ty],
	];
	return corners.slice(1).flatMap((end, index) => {
		const begin = corners[index];
		return Array.from({ length: 100 }, (_, step): Point => {
			const t = step / 99;
			return [begin[0] + (end[0] - begin[0]) * t, begin[1] + (end[1] - begin[1]) * t];
		});
	});
}

export function lines(workflow: Workflow): Line[] {
	const counts = handles(workflow);
	const boxes = new Map(nodeBoxes(workflow).map((each) => [each.name, each]));
	const handle = (name: string, index: number, count: number): number => {
		const { top, bottom } = boxes.get(name) as Box;
		return top + ((bottom - top) * (index + 1)) / (count + 1);
	};
	return Object.entries(workflow.connections).flatMap(([from, { main }]) =>
		main.flatMap((ends, output) =>
			ends.map(({ node: to, index }): Line => {
				const start: Point = [
					(boxes.get(from) as Box).right,
					handle(from, output, (counts.get(from) as { outputs: number }).outputs),
				];
				const end: Point = [
					(boxes.get(to) as Box).left,
					handle(to, index, (counts.get(to) as { inputs: number }).inputs),
				];
				const points = start[0] - 20 > end[0] ? backwards(start, end) : bezier(start, end);
				return { from, to, points };
			}),
		),
	);
}

export const overlap = (one: Box, other: Box) =>
	one.left < other.right &&
	other.left < one.right &&
	one.top < other.bottom &&
	other.top < one.bottom;

export const crosses = ({ points }: Line, { left, right, top, bottom }: Box) =>
	points.some(([x, y]) => x > left && x < right && y > top && y < bottom);

/** The scale at which n8n shows the whole canvas in an editor of this size. */
export function scaleToFit(workflow: Workflow, width: number, height: number): number {
	const boxes = [...nodeBoxes(workflow), ...titleBoxes(workflow), ...noteBoxes(workflow)];
	const extent = (low: 'left' | 'top', high: 'right' | 'bottom') =>
		Math.max(...boxes.map((each) => each[high])) - Math.min(...boxes.map((each) => each[low]));
	return Math.min(width / extent('left', 'right'), height / extent('top', 'bottom'), 1);
}
