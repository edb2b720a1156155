import { ifNode, type Position, stopNode } from '../parts/nodes';
import type { MissingReport } from '../parts/reportMissing';
import { chain, type Connection, type NodeDeclaration } from '../parts/workflow';
import { continueOnError, settingsName } from '../storages/storage';
import { backUpName, saveManifestName, summary } from './steps';

/** The trigger of a next part: it receives how many documents were left before, how many it downloads, and the SHA-256 of the manifest that was saved. */
export const nextPartTriggerName = 'Next part';
export const leftName = 'Documents left?';
const countName = 'Count what is left';
const startName = 'Back up the next part';
const startedName = 'Next part started?';
const notStartedName = 'Stop: next part not started';

const left = `${summary}.left`;

/** Numbers of documents: downloaded in this part, and confirmed by the storage. */
const downloaded = sumOfDocuments('count.transferred');
const confirmed = sumOfDocuments('count.stored - count.received + count.transferred');

function sumOfDocuments(figure: string): string {
	return `${summary}.counts.reduce((sum, count) => sum + (count.kind === 'document' ? ${figure} : 0), 0)`;
}

/** What the execution before has passed on; empty in the first part. */
const passedTo = (triggerName: string) =>
	`($('${triggerName}').isExecuted ? $('${triggerName}').first().json : {})`;

/**
 * An expression that tells whether this part read another manifest than the one before saved: from another folder, because
 * n8n 2 runs the published version of a workflow that was changed since, or from another run that overlaps.
 */
function isElsewhere(triggerName: string): string {
	const read = `$('${backUpName}').first(2).json.previousManifest?.sha256`;
	const saved = `${passedTo(triggerName)}.manifest`;
	return `(Boolean(${saved}) && ${read} !== ${saved})`;
}

/** How many documents the first part downloads: more would take more memory. */
const firstPart = 5000;

/** The most that any part downloads. */
const largestPart = 10_000;

/** In how many parts the others are downloaded, up to the largest: each one reads all lists again, which takes time. */
const otherParts = 10;

/**
 * An expression for 'Maximum Files': how many documents this part downloads. A number in its place holds for all parts.
 *
 * @param triggerName receives the number, but not in the first part
 */
export function sizeOfPart(triggerName: string): string {
	return `={{ ${passedTo(triggerName)}.maximumFiles ?? ${firstPart} }}`;
}

/** An expression, without braces, for the number to pass on to the next part. */
export function sizeOfNextPart(triggerName: string): string {
	return `${passedTo(triggerName)}.maximumFiles ?? Math.min(${largestPart}, Math.max(${firstPart}, Math.ceil(${left} / ${otherParts})))`;
}

/**
 * An expression that tells whether a next part is useful: documents are left, fewer than before this execution, the
 * storage has confirmed at least one of those that this part downloaded, and this part continued where the one before
 * ended.
 *
 * @param triggerName receives how many documents were left before
 */
export function needsNextPart(triggerName: string): string {
	const before = `(${passedTo(triggerName)}.left ?? Infinity)`;
	const isStored = `(${downloaded} === 0 || ${confirmed} > 0)`;
	return `${left} > 0 && ${left} < ${before} && ${summary}.outcome !== 'failed' && ${isStored} && !${isElsewhere(triggerName)}`;
}

/** Horizontal positions of the steps, from the start of the backup. */
export const nextPartX = { count: 2020, left: 2220, start: 2420, started: 2620 };

/** Documents that are left are no error if an execution for them was started. */
export const inParts: MissingReport['parts'] = {
	startName,
	left,
	isElsewhere: isElsewhere(nextPartTriggerName),
};

/** Starts a workflow from another one, or from itself. */
export function calledTrigger(name: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.executeWorkflowTrigger',
		typeVersion: 1.1,
		position,
		parameters: { inputSource: 'passthrough' },
	};
}

/** Calls this workflow. */
export function callNode(
	name: string,
	parameters: NodeDeclaration['parameters'],
	position: Position,
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		position,
		parameters: {
			workflowId: { __rl: true, mode: 'id', value: '={{ $workflow.id }}' },
			...parameters,
		},
	};
}

/**
 * The last steps of a part of a backup: an execution of this workflow for the next part, if it is useful. The part does not
 * wait for it, so that n8n lets its memory go. In n8n 2, an execution that was called can call the workflow only if it is
 * published. The call has no error output: when n8n 2.40 sorts the items for it, it takes the item away from the execution that
 * it has just started. The second output of the node `leftName` continues after the last part.
 */
export function nextPartSteps(
	triggerPosition: Position,
	[x, y]: Position,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const nodes: NodeDeclaration[] = [
		calledTrigger(nextPartTriggerName, triggerPosition),
		{
			name: countName,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [x + nextPartX.count, y],
			parameters: {
				assignments: {
					assignments: [
						{ id: 'left', name: 'left', type: 'number', value: `={{ ${left} }}` },
						{
							id: 'maximumFiles',
							name: 'maximumFiles',
							type: 'number',
							value: `={{ ${sizeOfNextPart(nextPartTriggerName)} }}`,
						},
						{
							id: 'manifest',
							name: 'manifest',
							type: 'string',
							value: `={{ ${summary}.manifest.sha256 }}`,
						},
					],
				},
				options: {},
			},
			executeOnce: true,
		},
		ifNode(leftName, needsNextPart(nextPartTriggerName), [x + nextPartX.left, y]),
		{
			...callNode(startName, { options: { waitForSubWorkflow: false } }, [
				x + nextPartX.start,
				y - 160,
			]),
			...continueOnError,
		},
		ifNode(startedName, '!$json.error', [x + nextPartX.started, y - 160]),
		stopNode(
			notStartedName,
			`=Documents left: {{ ${left} }}. n8n did not start the next part. Publish the workflow (n8n 1: activate it) and run it again. n8n says: {{ $json.error }}`,
			[x + nextPartX.started, y + 40],
		),
	];
	return {
		nodes,
		connections: [
			{ from: nextPartTriggerName, to: settingsName },
			...chain([saveManifestName, countName, leftName, startName, startedName]),
			{ from: startedName, output: 1, to: notStartedName },
		],
	};
}
