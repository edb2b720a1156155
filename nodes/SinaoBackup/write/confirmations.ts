import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeTypeAndVersion,
} from 'n8n-workflow';

import { counted } from '../../shared/values/english';
import type { PendingFile } from '../manifest/schema';

/** What is known of the saving of a run's files. */
export interface Answers {
	/** The outputs of the storage node, by `path` of the items of Back Up Account. */
	byPath: Map<string, IDataObject>;
	/** The nodes between Back Up Account and Write Manifest that did not run. */
	idle: IdleNodes;
}

interface IdleNodes {
	/** n8n returned their pinned data and did not run them. */
	pinned: string[];
	/** They passed on their input. */
	disabled: string[];
}

/** The input that is connected to the 'Summary' output of Back Up Account. */
export const summaryInput = 1;

/** The only storage node of n8n that returns its input items unchanged. */
const unchangedBy = 'n8n-nodes-base.ftp';

type NodeOutputs = (node: string) => {
	itemMatching: (index: number) => INodeExecutionData;
	all: (output: number, run: number) => INodeExecutionData[];
};

/**
 * Links the outputs of the storage node to the items of Back Up Account by n8n's item linking: storage nodes
 * drop or change the json of an item, but not its link. If no file was saved, there are no items.
 * A node that fails as a whole with 'Continue' returns its input items, which do not confirm anything. The node for FTP
 * and SFTP returns them if it succeeds too, so that such a failure, of its credential, cannot be told there.
 */
export function storageAnswers(context: IExecuteFunctions, runId: string): Answers {
	const byPath: Answers['byPath'] = new Map();
	const saved = context.getInputData(0);
	const backUpNode = context.getInputSourceData(summaryInput).previousNode;
	const { $ } = context.getWorkflowDataProxy(0) as { $: NodeOutputs };
	const returnsInput = saved.length > 0 && isUnchanging(context);
	// n8n searches the whole workflow each time that this function is read.
	const sourceOf = attempted(() => $(backUpNode).itemMatching);
	saved.forEach(({ json, error }, index) => {
		const source = attempted(() => sourceOf?.(index));
		const isAnswer =
			error !== undefined || returnsInput || JSON.stringify(json) !== JSON.stringify(source?.json);
		if (source?.json.run === runId && isAnswer)
			byPath.set(String(source.json.path), error ? { ...json, error: error.message } : json);
	});
	return { byPath, idle: idleNodes(context, backUpNode, $) };
}

/** Whether the node that is connected to the 'Saved' input saves files and returns its input items. */
function isUnchanging(context: IExecuteFunctions): boolean {
	const { previousNode } = context.getInputSourceData(0);
	return context
		.getParentNodes(context.getNode().name)
		.some(({ name, type, disabled }) => name === previousNode && type === unchangedBy && !disabled);
}

/** The disabled and the pinned nodes between Back Up Account and this node. Only manual executions use pinned data. */
function idleNodes(context: IExecuteFunctions, backUpNode: string, $: NodeOutputs): IdleNodes {
	const after = new Set(context.getChildNodes(backUpNode).map(({ name }) => name));
	const between = stepsBetween(context, backUpNode).filter(({ name }) => after.has(name));
	return {
		pinned:
			context.getMode() === 'manual'
				? between.map(({ name }) => name).filter((name) => isPinned($, name))
				: [],
		disabled: between.filter(({ disabled }) => disabled).map(({ name }) => name),
	};
}

/** The nodes before this one, back to Back Up Account. In a loop, every node is before every other one. */
function stepsBetween(context: IExecuteFunctions, backUpNode: string) {
	const ends = [context.getNode().name, backUpNode];
	const found = new Map<string, NodeTypeAndVersion>();
	const names = [context.getNode().name];
	for (const name of names) {
		for (const parent of context.getParentNodes(name, { depth: 1 })) {
			if (found.has(parent.name) || ends.includes(parent.name)) continue;
			found.set(parent.name, parent);
			names.push(parent.name);
		}
	}
	return [...found.values()];
}

/** A node that never ran so often has no such output; n8n then returns its pinned data, or throws. */
function isPinned($: NodeOutputs, node: string): boolean {
	return attempted(() => $(node).all(0, Number.MAX_SAFE_INTEGER)) !== undefined;
}

/** Undefined where n8n has no such item: one with several sources or none confirms nothing. */
function attempted<T>(find: () => T): T | undefined {
	try {
		return find();
	} catch {
		return undefined;
	}
}

/** Why a file does not count as stored; undefined if storage confirmed it. */
export function refusal(
	{ file, itemPath, hashes }: PendingFile,
	{ byPath, idle }: Answers,
): string | undefined {
	const answer = byPath.get(itemPath);
	if (idle.pinned.length)
		return `Not saved: ${named(idle.pinned)} did not run, because its output is pinned. Unpin it and run the workflow again`;
	const notRun = idle.disabled.length ? `. ${named(idle.disabled)} is disabled` : '';
	if (!answer) return `The storage node did not confirm that it saved the file${notRun}`;
	if (answer.error || answer.success === false)
		return `The storage node could not save the file: ${messageOf(answer.error || answer.message || 'no reason given')}`;
	const size = Number(answer.size ?? answer.Size ?? answer.contentLength ?? file.size);
	if (Number.isFinite(size) && size !== file.size)
		return `The stored file has ${counted(size, 'byte')} instead of ${file.size}`;
	let isProven = false;
	for (const [name, expected] of expectedHashes(file.sha256, hashes)) {
		const actual = hashIn(answer[name]);
		if (actual && actual !== expected)
			return `The stored file is different: its ${name} is ${actual} instead of ${expected}`;
		isProven ||= actual !== undefined;
	}
	// The node that saves may be the disabled one; another one then made this item.
	if (notRun && !isProven)
		return `No checksum from storage proves that the file was saved${notRun}. Enable or remove it`;
	return undefined;
}

function named(nodes: string[]): string {
	return nodes.map((name) => `'${name}'`).join(', ');
}

/** Hashes by the field names of storage services. An ETag is an MD5 unless it was a multipart upload. */
function expectedHashes(
	sha256: string,
	{ md5, dropbox }: PendingFile['hashes'],
): Array<[string, string]> {
	return [
		['content_hash', dropbox],
		['md5Checksum', md5],
		['sha256Checksum', sha256],
		['ETag', md5],
		['etag', md5],
		['eTag', md5],
	];
}

function hashIn(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.replace(/^"|"$/g, '').toLowerCase() : '';
	return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: String(error);
}
