import type { INodeExecutionData } from 'n8n-workflow';

/** Kinds whose file names do not depend on their content. Names of documents contain the id. */
const unnumbered = ['csv', 'jsonl', 'zip'];

/**
 * Makes the paths of several input items unique: a file with the same path as an earlier file but other
 * content becomes `Factures (2).csv`, so no file overwrites another.
 *
 * @returns a function to call with each item in order
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
