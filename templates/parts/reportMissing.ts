import { ifNode, type Position, stopNode } from './nodes';
import { leaveInputUnconnected, sectionNote } from './notes';
import { outcomeNodes } from './outcome';
import type { Connection, NodeDeclaration } from './workflow';

const waitName = 'Wait for all files';
const missingName = 'Anything missing?';

const maxListed = 20;

/** How a run ends. */
export interface MissingReport {
	stopName: string;
	/** The start of the message for one missing file or document. */
	one: string;
	/** The start of the message for several; it follows their number. */
	many: string;
	/** An expression that describes one of them; its item's `json` is in scope. */
	entry: string;
	/** How a run in which nothing is missing is reported; without it, only failed runs are. */
	complete?: {
		/** An output that has one item in each run. */
		from: string;
		output?: number;
		/** What the email says, as an expression. */
		message: string;
	};
}

export const missingDocuments: MissingReport = {
	stopName: 'Stop: documents missing',
	one: '1 document is missing',
	many: 'documents are missing',
	entry:
		"json.resource + ' ' + (json.document.number || 'ID ' + json.document.id) + ': ' + json.message",
};

/** What is missing, without the item of `complete`, which makes the node run if nothing is missing. */
const missingItems = `$('${waitName}').all().filter(({ json }) => json.message || json.status)`;

function errorMessage({ one, many, entry }: MissingReport): string {
	return [
		`={{ ${missingItems}.length === 1 ? '${one}' : ${missingItems}.length + ' ${many}' }}; everything else was saved. `,
		`{{ ${missingItems}.slice(0, ${maxListed}).map(({ json }) => ${entry}).join(' | ') }}`,
		`{{ ${missingItems}.length > ${maxListed} ? ' | and more' : '' }}`,
	].join('');
}

const inputsOf = (sources: number, { complete }: MissingReport) => sources + (complete ? 2 : 1);

/** Distance from the first row of the steps to the second, which is below the title of the node with many inputs. */
const mailRow = (inputs: number) => 200 + Math.max(0, inputs - 2) * 32;

/**
 * The last steps of a workflow: they fail the execution with an error listing what is missing, and can mail the outcome.
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
	const inputs = inputsOf(sources.length, report);
	const merge: NodeDeclaration = {
		name: waitName,
		type: 'n8n-nodes-base.merge',
		typeVersion: 3.1,
		position: [x, y],
		parameters: { mode: 'append', numberInputs: inputs },
	};
	const missing = sources.map((from, index) => ({
		from,
		output: 1,
		to: waitName,
		input: index + 1,
	}));
	const stopX = report.complete ? x + 480 : x + 240;
	const stop = stopNode(report.stopName, errorMessage(report), [stopX, y]);
	const outcome = outcomeNodes([x, y + mailRow(inputs)], stopX, report.complete?.message);
	if (!report.complete)
		return {
			nodes: [merge, stop, ...outcome.nodes],
			connections: [...missing, { from: waitName, to: report.stopName }, ...outcome.connections],
		};
	const isMissing = {
		...ifNode(missingName, `${missingItems}.length > 0`, [x + 240, y]),
		executeOnce: true,
	};
	return {
		nodes: [merge, isMissing, stop, ...outcome.nodes],
		connections: [
			...missing,
			{ ...report.complete, to: waitName, input: inputs - 1 },
			{ from: waitName, to: missingName },
			{ from: missingName, to: report.stopName },
			{ from: missingName, output: 1, to: outcome.mailName },
			...outcome.connections,
		],
	};
}

/**
 * The note behind the steps of `reportMissing`.
 *
 * @param content what the steps do, in a sentence
 * @param sources how many nodes list what is missing
 */
export function reportNote(
	content: string,
	[x, y]: Position,
	sources: number,
	report = missingDocuments,
): NodeDeclaration {
	const mail = report.complete
		? "To get an email after each run, fill in 'Send the outcome' and enable it."
		: "To get an email when a run fails, fill in 'Send the outcome' and enable it.";
	return sectionNote('Report the outcome', `${content} ${leaveInputUnconnected} ${mail}`, {
		x: x - 80,
		y: y - 200,
		width: report.complete ? 760 : 520,
		height: 400 + mailRow(inputsOf(sources, report)),
	});
}
