import type { Position } from './nodes';
import type { Connection, NodeDeclaration } from './workflow';

const waitName = 'Wait for everything else';
const stopName = 'Stop: documents are missing';

const named = 20;

const message = [
	'={{ $input.all().length }} document(s) could not be had, everything else is saved. ',
	`{{ $input.all().slice(0, ${named}).map(({ json }) => `,
	"json.resource + ' ' + (json.document.number || 'id ' + json.document.id) + ': ' + json.message).join(' | ') }}",
	`{{ $input.all().length > ${named} ? ' | and more' : '' }}`,
].join('');

/**
 * The ending for documents which could not be had: it stops the execution visibly and names them.
 * The merge waits for one input more than it gets. n8n runs such a node, with what has come, only when
 * nothing else is left to run, so that all other files are saved before, wherever the nodes lie.
 */
export function missingEnding(downloads: string[], [x, y]: Position): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const merge: NodeDeclaration = {
		name: waitName,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position: [x, y],
		parameters: { mode: 'append', numberInputs: downloads.length + 1 },
	};
	const stop: NodeDeclaration = {
		name: stopName,
		type: 'n8n-nodes-base.stopAndError',
		typeVersion: 1,
		position: [x + 240, y],
		parameters: { errorType: 'errorMessage', errorMessage: message },
	};
	const missing = downloads.map((from, index) => ({ from, output: 1, to: waitName, input: index + 1 }));
	return { nodes: [merge, stop], connections: [...missing, { from: waitName, to: stopName }] };
}
