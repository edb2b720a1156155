import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PendingFile } from '../manifest/schema';

/** What the storage step said of the files that were put out, by `path` of their items; undefined: nothing. */
export type Answers = Map<string, IDataObject>;

/** Output 'Summary' of Back Up Account goes to this input. */
export const summaryInput = 1;

/** The only storage step of n8n that puts out, of a file that it saved, the item as it came. */
const unchangedBy = 'n8n-nodes-base.ftp';

/**
 * Links what comes from storage to what Back Up Account put out, by n8n's item linking: storage steps
 * drop or change the json of an item, but not where it comes from. Without a saved file nothing comes.
 * A step that failed as a whole, where it should go on, lets its items through as they came: that is no answer.
 */
export function storageAnswers(context: IExecuteFunctions, runId: string): Answers {
	const answers: Answers = new Map();
	const saved = context.getInputData(0);
	const backUpNode = context.getInputSourceData(summaryInput).previousNode;
	const { $ } = context.getWorkflowDataProxy(0) as {
		$: (node: string) => { itemMatching: (index: number) => INodeExecutionData };
	};
	saved.forEach(({ json, error }, index) => {
		const source = linkedItem(() => $(backUpNode).itemMatching(index));
		const isAnswer =
			error !== undefined ||
			JSON.stringify(json) !== JSON.stringify(source?.json) ||
			savingStep(context) === unchangedBy;
		if (source?.json.run === runId && isAnswer)
			answers.set(String(source.json.path), error ? { ...json, error: error.message } : json);
	});
	return answers;
}

/** The type of the node from which the input 'Saved' comes. */
function savingStep(context: IExecuteFunctions): string | undefined {
	const { previousNode } = context.getInputSourceData(0);
	return context.getParentNodes(context.getNode().name).find(({ name }) => name === previousNode)
		?.type;
}

/** An item that a step made from many, or from none, has no single source: it confirms nothing. */
function linkedItem(find: () => INodeExecutionData): INodeExecutionData | undefined {
	try {
		return find();
	} catch {
		return undefined;
	}
}

/** Why a file does not count as stored, or undefined where storage confirmed it. */
export function refusal(
	{ file, hashes }: PendingFile,
	answer: IDataObject | undefined,
): string | undefined {
	if (!answer) return 'The storage step did not say that it saved the file';
	if (answer.error || answer.success === false)
		return `The storage step could not save the file: ${messageOf(answer.error || answer.message || 'it gave no reason')}`;
	const size = Number(answer.size ?? answer.Size ?? answer.contentLength ?? file.size);
	if (Number.isFinite(size) && size !== file.size)
		return `Storage holds ${size} bytes instead of ${file.size}`;
	for (const [name, expected] of expectedHashes(file.sha256, hashes)) {
		const actual = hashIn(answer[name]);
		if (actual && actual !== expected)
			return `Storage holds other bytes: its ${name} is ${actual} instead of ${expected}`;
	}
	return undefined;
}

/** Hashes by the names under which storage services give them; an ETag is an MD5 unless the upload had parts. */
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
