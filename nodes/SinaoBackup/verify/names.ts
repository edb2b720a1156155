import type { INodeExecutionData } from 'n8n-workflow';

import type { Manifest } from '../manifest/schema';

/** The files that Write Manifest and Verify Backup create; they are not in the manifest that they belong to. */
export const proofFiles =
	/(?:^|\/)(?:manifest\.json|index\.html|LISEZMOI\.txt|SHA256SUMS|rapport\.(?:html|json)|verification\.html|Manifestes(?:\/| - )[^/]*manifest\.json)$/;

/** Finds the manifest entry of an item, by the names that the storage node returns. */
export function fileFinder({ files }: Pick<Manifest, 'files'>) {
	const paths = new Set(files.map(({ path }) => path));
	const byName = new Map<string, string | undefined>();
	for (const { path } of files) {
		const name = baseName(path);
		byName.set(name, byName.has(name) ? undefined : path);
	}
	return (
		item: INodeExecutionData,
		field: string,
	): { path?: string; name: string; isProof: boolean } => {
		const names = namesOf(item, field);
		const path =
			names.map((name) => endOf(name, paths)).find(Boolean) ??
			names.map((name) => byName.get(baseName(name))).find(Boolean);
		return {
			path,
			name: names[0] ?? '',
			isProof: !path && names.some((name) => proofFiles.test(name)),
		};
	};
}

function namesOf({ json, binary }: INodeExecutionData, field: string): string[] {
	const { directory, fileName } = binary?.[field] ?? {};
	const names = [
		json.path,
		json.name,
		directory && fileName && `${directory}/${fileName}`,
		json.fileName,
		fileName,
	];
	return names
		.filter((name) => typeof name === 'string' && name !== '')
		.map((name) => String(name).normalize('NFC').replace(/\\/g, '/'));
}

/** The path in the manifest that a longer path ends with: `/backup/sinao/Factures/2024/a.pdf` is `Factures/2024/a.pdf`. */
function endOf(name: string, paths: Set<string>): string | undefined {
	const parts = name.split('/');
	return parts.map((_, index) => parts.slice(index).join('/')).find((end) => paths.has(end));
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
