import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { counted } from '../../shared/values/english';
import type { PendingFile } from '../manifest/schema';

/** The outputs of the storage node, by `path` of the items of Back Up Account. */
export type Answers = Map<string, IDataObject>;

/** The input that is connected to the 'Summary' output of Back Up Account. */
export const summaryInput = 1;

/** The only storage node of n8n that returns its input items unchanged. */
const unchangedBy = 'n8n-nodes-base.ftp';

/**
 * Links the outputs of the storage node to the items of Back Up Account by n8n's item linking: storage nodes
 * drop or change the json of an item, but not its link. If no file was saved, there are no items.
 * A node that fails as a whole with 'Continue' returns its input items, which do not confirm anything.
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

/** The type of the node that is connected to the 'Saved' input. */
function savingStep(context: IExecuteFunctions): string | undefined {
	const { previousNode } = context.getInputSourceData(0);
	return context.getParentNodes(context.getNode().name).find(({ name }) => name === previousNode)
		?.type;
}

/** An item with several sources or none confirms nothing. */
function linkedItem(find: () => INodeExecutionData): INodeExecutionData | undefined {
	try {
		return find();
	} catch {
		return undefined;
	}
}

/** Why a file does not count as stored; undefined if storage confirmed it. */
export function refusal(
	{ file, hashes }: PendingFile,
	answer: IDataObject | undefined,
): string | undefined {
	if (!answer) return 'The storage node did not confirm that it saved the file';
	if (answer.error || answer.success === false)
		return `The storage node could not save the file: ${messageOf(answer.error || answer.message || 'no reason given')}`;
	const size = Number(answer.size ?? answer.Size ?? answer.contentLength ?? file.size);
	if (Number.isFinite(size) && size !== file.size)
		return `The stored file has ${counted(size, 'byte')} instead of ${file.size}`;
	for (const [name, expected] of expectedHashes(file.sha256, hashes)) {
		const actual = hashIn(answer[name]);
		if (actual && actual !== expected)
			return `The stored file is different: its ${name} is ${actual} instead of ${expected}`;
	}
	return undefined;
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
