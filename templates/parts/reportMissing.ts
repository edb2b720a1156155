import { type Position, stopNode } from './nodes';
import type { Connection, NodeDeclaration } from './workflow';

const waitName = 'Wait for all files';

const maxListed = 20;

/** How an incomplete run fails. */
export interface MissingReport {
	stopName: string;
	/** The start of the message for one missing file or document. */
	one: string;
	/** The start of the message for several; it follows their number. */
	many: string;
	/** An expression that describes one of them; its item's `json` is in scope. */
	entry: string;
}

const missingDocuments: MissingReport = {
	stopName: 'Stop: documents missing',
	one: '1 document is missing',
	many: 'documents are missing',
	entry:
		"json.resource + ' ' + (json.document.number || 'ID ' + json.document.id) + ': ' + json.message",
};

function errorMessage({ one, many, entry }: MissingReport): string {
	return [
		`={{ $input.all().length === 1 ? '${one}' : $input.all().length + ' ${many}' }}; everything else was saved. `,
		`{{ $input.all().slice(0, ${maxListed}).map(({ json }) => ${entry}).join(' | ') }}`,
		`{{ $input.all().length > ${maxListed} ? ' | and more' : '' }}`,
	].join('');
}

/**
 * The steps that fail the execution with an error listing what is missing.
 * The merge node has one input that stays unconnected. n8n runs such a node only when no other node is left
 * to run, so all other files are saved first, regardless of the positions of the nodes.
 *
 * @param sources names of the nodes whose second output lists what is missing
 */
export function reportMissing(
	sources: string[],
	[x, y]: Position,
	report = missingDocuments,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const merge: NodeDeclaration = {
		name: waitName,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position: [x, y],
		parameters: { mode: 'append', numberInputs: sources.length + 1 },
	};
	const stop = stopNode(report.stopName, errorMessage(report), [x + 240, y]);
	const missing = sources.map((from, index) => ({
		from,
		output: 1,
		to: waitName,
		input: index + 1,
	}));
	return {
		nodes: [merge, stop],
		connections: [...missing, { from: waitName, to: report.stopName }],
	};
}
