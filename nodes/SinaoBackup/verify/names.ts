import type { INodeExecutionData } from 'n8n-workflow';

import type { Manifest } from '../manifest/schema';

/**
 * The files that Write Manifest and Verify Backup create; they are not in the manifest that they belong to. Pages with
 * other names are left from an earlier backup, and what they say is out of date. Also runs in browsers.
 */
export function proofFiles(pagePrefix = ''): RegExp {
	return new RegExp(
		`(?:^|/)(?:${pagePrefix}(?:index\\.html|LISEZMOI\\.txt|rapport\\.html)|manifest\\.json|SHA256SUMS|rapport\\.json|verification\\.html|Manifestes(?:/| - )[^/]*manifest\\.json)$`,
	);
}

/** What an item is: the file of a manifest entry, a file of the backup itself, a copy in another folder, or unknown. */
export interface Found {
	/** Path of the manifest entry. */
	path?: string;
	/** As the storage node returned it. */
	name: string;
	/** Whether the storage node returned its full path. */
	isSure: boolean;
	/** Whether it is ignored: a file that Write Manifest or Verify Backup created, or a copy. */
	isIgnored: boolean;
}

/**
 * Finds the manifest entries of items, by the paths that the storage node returns. Only files in one folder
 * count, so a copy in another folder is never mistaken for a file of the backup (docs/reliability.md, fault 109).
 * An item without a folder is found by its name.
 */
export function fileFinder(
	{ files, pagePrefix }: Pick<Manifest, 'files' | 'pagePrefix'>,
	items: INodeExecutionData[],
	manifestItem: INodeExecutionData,
	field: string,
): (item: INodeExecutionData) => Found {
	const paths = new Set(files.map(({ path }) => path));
	const byName = new Map<string, string | undefined>();
	for (const path of paths)
		byName.set(baseName(path), byName.has(baseName(path)) ? undefined : path);
	const ownFiles = proofFiles(pagePrefix);
	const folder = backupFolder(paths, items, manifestItem, field);
	return (item) => {
		const { names, full } = namesOf(item, field);
		const [name = ''] = names;
		const path = full.length
			? full
					.map((each) => pathIn(folder, each))
					.find((each) => each !== undefined && paths.has(each))
			: byName.get(baseName(name));
		const isCopy = full.some(
			(each) => endIn(paths, each) !== undefined || byName.has(baseName(each)),
		);
		return {
			path,
			name,
			isSure: full.length > 0,
			isIgnored: !path && (isCopy || names.some((each) => ownFiles.test(each))),
		};
	};
}

/**
 * The folder of the backup, with a slash at its end, or none: the folder of the manifest, else the one with
 * most files, or the outermost one around it that has some.
 */
function backupFolder(
	paths: Set<string>,
	items: INodeExecutionData[],
	manifestItem: INodeExecutionData,
	field: string,
): string {
	const found = new Map<string, Set<string>>();
	const ofManifests = [manifestItem, ...items]
		.flatMap((item) => namesOf(item, field).full)
		.filter((name) => baseName(name) === 'manifest.json')
		.map((name) => name.slice(0, -'manifest.json'.length));
	for (const name of items.flatMap((item) => namesOf(item, field).full)) {
		const path = endIn(paths, name);
		if (path === undefined) continue;
		const folder = name.slice(0, name.length - path.length);
		found.set(folder, (found.get(folder) ?? new Set()).add(path));
	}
	const outermostFirst = [...found.keys()].sort((one, other) => one.length - other.length);
	const known = ofManifests.sort((one, other) => one.length - other.length);
	const [fullest = ''] = [...outermostFirst].sort(
		(one, other) => (found.get(other)?.size ?? 0) - (found.get(one)?.size ?? 0),
	);
	return (
		known.find((folder) => found.has(folder)) ??
		outermostFirst.find((folder) => isAround(folder, fullest)) ??
		''
	);
}

/** The names of an item, and those that contain a folder. */
function namesOf(
	{ json, binary }: INodeExecutionData,
	field: string,
): { names: string[]; full: string[] } {
	const { directory, fileName } = binary?.[field] ?? {};
	const names = [
		json.path,
		json.name,
		directory && fileName && `${directory}/${fileName}`,
		json.fileName,
		fileName,
	]
		.filter((name) => typeof name === 'string' && name !== '')
		.map((name) => String(name).normalize('NFC').replace(/\\/g, '/'));
	return { names, full: names.filter((name) => name.includes('/')) };
}

/** The path in the manifest that a longer path ends with: `/backup/sinao/Factures/2024/a.pdf` is `Factures/2024/a.pdf`. */
function endIn(paths: Set<string>, name: string): string | undefined {
	const parts = name.split('/');
	return parts.map((_, index) => parts.slice(index).join('/')).find((end) => paths.has(end));
}

function isAround(folder: string, other: string): boolean {
	return folder === '' ? !other.startsWith('/') : other.startsWith(folder);
}

/** A path in the folder, without it. Beside absolute paths, one that is not absolute is in the folder too. */
function pathIn(folder: string, name: string): string | undefined {
	if (name.startsWith(folder)) return name.slice(folder.length);
	return folder.startsWith('/') && !name.startsWith('/') ? name : undefined;
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
