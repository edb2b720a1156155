import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export interface SavedFile {
	/** Relative to the folder, with slashes. */
	path: string;
	size: number;
}

/** Every file below a folder. */
export function savedFiles(folder: string): SavedFile[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => {
			const file = path.join(entry.parentPath, entry.name);
			return {
				path: path.relative(folder, file).split(path.sep).join('/'),
				size: statSync(file).size,
			};
		})
		.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function inUnits(bytes: number): string {
	return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function totalOf(files: SavedFile[]): string {
	return `${files.length} files, ${inUnits(files.reduce((sum, { size }) => sum + size, 0))}`;
}

/** Folder of a file; in a flat layout what stands in front of its name instead, as in `Factures - 2024 - …`. */
function groupOf(file: string): string {
	if (file.startsWith('0 - ')) return 'pages and lists';
	const parts = file.split(/\/| - /);
	return parts
		.slice(0, -1)
		.slice(0, 2)
		.join(file.includes('/') ? '/' : ' - ');
}

/** The saved files as a tree for people: every single file, and of a crowd the first and the count. */
export function treeOf(name: string, files: SavedFile[]): string {
	const groups = new Map<string, SavedFile[]>();
	for (const file of files) {
		const group = groupOf(file.path);
		groups.set(group, [...(groups.get(group) ?? []), file]);
	}
	const lines = [...groups].flatMap(([group, members]) => {
		const [first] = members;
		if (members.length < 3)
			return members.map((file) => `├── ${file.path}  (${inUnits(file.size)})`);
		return [
			`├── ${group || 'in the folder itself'}: ${totalOf(members)}`,
			`│     ${path.basename(first.path)}  (${inUnits(first.size)})`,
			'│     …',
		];
	});
	return [`${name}/  (${totalOf(files)})`, ...lines].join('\n');
}
