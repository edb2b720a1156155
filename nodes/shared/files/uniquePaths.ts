import type { INodeExecutionData } from 'n8n-workflow';

/** Files that are named after what they are of, and not after what is in them. Documents have their id in their name. */
const unnumbered = ['csv', 'jsonl', 'zip'];

/**
 * Keeps the files of several input items apart: one that would have the path of an earlier one with other
 * content is called `Factures (2).csv`, so that no storage writes it over the other.
 *
 * @returns what is to be called with the item of each file, in their order
 */
export function createUniquePaths(): (item: INodeExecutionData) => void {
	const contents = new Map<string, unknown>();
	return ({ json, binary = {} }) => {
		if (!unnumbered.includes(String(json.kind))) return;
		const given = String(json.fileName);
		const pathOf = (fileName: string) =>
			json.folder ? `${String(json.folder)}/${fileName}` : fileName;
		const isTaken = (fileName: string) =>
			(contents.get(pathOf(fileName)) ?? json.sha256) !== json.sha256;
		let fileName = given;
		for (let count = 2; isTaken(fileName); count++)
			fileName = given.replace(/(\.\w+)$/, ` (${count})$1`);
		const path = pathOf(fileName);
		contents.set(path, json.sha256);
		Object.assign(json, { fileName, path });
		for (const file of Object.values(binary)) file.fileName = fileName;
	};
}
