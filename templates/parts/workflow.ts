import { createHash } from 'node:crypto';

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

export type Parameters = Record<string, Value>;

/** A node in n8n's workflow format. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Parameters;
	disabled?: boolean;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	credentials?: Record<string, { id: string; name: string }>;
}

export type NodeDeclaration = Omit<WorkflowNode, 'id'>;

/** Connects an output of one node to an input of another; both default to the first. */
export interface Connection {
	from: string;
	output?: number;
	to: string;
	input?: number;
}

/** Connects each node to the next. */
export function chain(names: string[]): Connection[] {
	return names.slice(1).map((to, index) => ({ from: names[index], to }));
}

interface ConnectionEnd {
	node: string;
	type: 'main';
	index: number;
}

/** A workflow in n8n's file format. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: ConnectionEnd[][] }>;
	settings: Record<string, string | boolean>;
	pinData: Record<string, never>;
	meta: { templateCredsSetupCompleted: boolean };
}

function idOf(text: string): string {
	const digits = createHash('sha256').update(text).digest('hex');
	return [8, 4, 4, 4, 12]
		.map((length, part) => digits.slice(part * 12, part * 12 + length))
		.join('-');
}

function connectionsOf(
	list: Connection[],
	connections: Workflow['connections'] = {},
): Workflow['connections'] {
	for (const { from, output = 0, to, input = 0 } of list) {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output].push({ node: to, type: 'main', index: input });
	}
	return connections;
}

/** Creates a workflow. Node IDs are derived from names, so the same source always creates the same file. */
export function workflow(
	name: string,
	nodes: NodeDeclaration[],
	connections: Connection[],
): Workflow {
	return {
		name,
		nodes: nodes.map((node) => ({ id: idOf(`${name}/${node.name}`), ...node })),
		connections: connectionsOf(connections),
		settings: { executionOrder: 'v1', timezone: 'Europe/Paris' },
		pinData: {},
		meta: { templateCredsSetupCompleted: false },
	};
}

/** Steps that are inserted after a node. */
export interface InsertedSteps {
	nodes: NodeDeclaration[];
	connections: Connection[];
	/** The node whose first output continues the workflow. */
	last: string;
	/** How much room the steps take to the right of the node. */
	width: number;
}

const isNote = ({ type }: WorkflowNode) => type === 'n8n-nodes-base.stickyNote';

/** Moves what is to the right of a node, and widens the note behind this node. */
function withRoom(
	node: WorkflowNode,
	after: WorkflowNode,
	width: number,
	bottom: number,
): WorkflowNode {
	const [x, y] = node.position;
	const { width: noteWidth, height } = node.parameters as { width: number; height: number };
	if (isNote(node) && x <= after.position[0] && x + noteWidth > after.position[0])
		return {
			...node,
			parameters: {
				...node.parameters,
				width: noteWidth + width,
				height: Math.max(height, bottom - y),
			},
		};
	return x > after.position[0] ? { ...node, position: [x + width, y] } : node;
}

/**
 * Inserts steps after a node. Whatever follows the node then follows the last step.
 *
 * @param create the steps, from the position of the first
 */
export function withStepsAfter(
	original: Workflow,
	name: string,
	create: (position: [number, number]) => InsertedSteps,
): Workflow {
	const after = original.nodes.find((node) => node.name === name) as WorkflowNode;
	const [x, y] = after.position;
	const { nodes, connections, last, width } = create([x + 200, y]);
	const bottom = Math.max(...nodes.map(({ position }) => position[1])) + 200;
	return {
		...original,
		nodes: [
			...original.nodes.map((node) => withRoom(node, after, width, bottom)),
			...nodes.map((node) => ({ id: idOf(`${original.name}/${node.name}`), ...node })),
		],
		connections: connectionsOf([{ from: name, to: nodes[0].name }, ...connections], {
			...original.connections,
			[name]: { main: [] },
			[last]: original.connections[name],
		}),
	};
}
