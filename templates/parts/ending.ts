import { type Position, stopNode } from './nodes';
import type { Connection, NodeDeclaration } from './workflow';

const waitName = 'Wait for everything else';

const named = 20;

/** How a run stops that is not complete. */
export interface EndingWords {
	stopName: string;
	/** What follows the number of what is missing. */
	message: string;
	/** An expression for one of the missing, of whose item `json` is at hand. */
	entry: string;
}

const documentWords: EndingWords = {
	stopName: 'Stop: documents are missing',
	message: 'document(s) could not be had, everything else is saved.',
	entry:
		"json.resource + ' ' + (json.document.number || 'id ' + json.document.id) + ': ' + json.message",
};

function errorMessage({ message, entry }: EndingWords): string {
	return [
		`={{ $input.all().length }} ${message} `,
		`{{ $input.all().slice(0, ${named}).map(({ json }) => ${entry}).join(' | ') }}`,
		`{{ $input.all().length > ${named} ? ' | and more' : '' }}`,
	].join('');
}

/**
 * The ending for what could not be had: it stops the execution visibly and names it.
 * The merge waits for one input more than it gets. n8n runs such a node, with what has come, only when
 * nothing else is left to run, so that all other files are saved before, wherever the nodes lie.
 */
export function missingEnding(
	downloads: string[],
	[x, y]: Position,
	words = documentWords,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const merge: NodeDeclaration = {
		name: waitName,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position: [x, y],
		parameters: { mode: 'append', numberInputs: downloads.length + 1 },
	};
	const stop = stopNode(words.stopName, errorMessage(words), [x + 240, y]);
	const missing = downloads.map((from, index) => ({
		from,
		output: 1,
		to: waitName,
		input: index + 1,
	}));
	return {
		nodes: [merge, stop],
		connections: [...missing, { from: waitName, to: words.stopName }],
	};
}
