import { ifNode, mergeNode, type Position, stopNode } from './nodes';
import { leaveInputUnconnected, sectionNote } from './notes';
import { outcomeNodes } from './outcome';
import { chain, type Connection, type NodeDeclaration } from './workflow';

const waitName = 'Wait for all files';
const lastPartName = 'Last part?';
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
	/**
	 * For a run in parts: the node that starts the next part, an expression for how many documents are left, and one that tells
	 * whether this part did not continue where the one before ended.
	 */
	parts?: { startName: string; left: string; isElsewhere: string };
	/** Which failed runs are mailed, as a condition on the data of Error Trigger; without it, all. */
	failedRuns?: { name: string; condition: string };
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

function errorMessage({ one, many, entry, parts }: MissingReport): string {
	const count = `${missingItems}.length === 1 ? '${one}' : ${missingItems}.length + ' ${many}'`;
	return [
		parts
			? `={{ ${parts.isElsewhere} ? 'This part did not find the manifest that the one before saved. Publish the workflow, and check that no other run saves to the same folder. ' : '' }}{{ ${parts.left} ? 'Documents left: ' + ${parts.left} + '. Run the workflow again. ' : '' }}{{ ${missingItems}.length ? (${count}) + '; everything else was saved. ' : '' }}`
			: `={{ ${count} }}; everything else was saved. `,
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
	const merge = mergeNode(waitName, inputs, [x, y]);
	const missing = sources.map((from, index) => ({
		from,
		output: 1,
		to: waitName,
		input: index + 1,
	}));
	const missingX = report.parts ? x + 440 : x + 240;
	const stopX = report.complete ? missingX + 240 : x + 240;
	const stop = stopNode(report.stopName, errorMessage(report), [stopX, y]);
	const outcome = outcomeNodes(
		[x, y + mailRow(inputs)],
		stopX,
		report.complete?.message,
		report.failedRuns,
	);
	if (!report.complete)
		return {
			nodes: [merge, stop, ...outcome.nodes],
			connections: [...missing, { from: waitName, to: report.stopName }, ...outcome.connections],
		};
	const isIncomplete = report.parts
		? `${missingItems}.length > 0 || ${report.parts.left} > 0 || ${report.parts.isElsewhere}`
		: `${missingItems}.length > 0`;
	const once = (name: string, condition: string, nodeX: number) => ({
		...ifNode(name, condition, [nodeX, y]),
		executeOnce: true,
	});
	const lastPart = report.parts
		? [once(lastPartName, `!$('${report.parts.startName}').isExecuted`, x + 220)]
		: [];
	return {
		nodes: [merge, ...lastPart, once(missingName, isIncomplete, missingX), stop, ...outcome.nodes],
		connections: [
			...missing,
			{ ...report.complete, to: waitName, input: inputs - 1 },
			...chain([waitName, ...lastPart.map(({ name }) => name), missingName]),
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
		width: report.parts ? 960 : report.complete ? 760 : 520,
		height: 400 + mailRow(inputsOf(sources, report)),
	});
}
