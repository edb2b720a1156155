import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';

/** What a check of the backup must name, by kind of change. */
export interface PlantedChanges {
	modified: string[];
	missing: string[];
	unknown: string[];
}

/** Makes 100 changes in a backup: 40 files modified (half of them in the same size), 30 deleted, 30 added. */
export function plantChanges(root: string, { files }: Pick<Manifest, 'files'>): PlantedChanges {
	const step = Math.floor(files.length / 70);
	const paths = Array.from({ length: 70 }, (_, index) => files[index * step + 1].path);
	const [modified, missing] = [paths.slice(0, 40), paths.slice(40)];
	modified.forEach((file, index) => {
		const target = path.join(root, file);
		if (index % 2) appendFileSync(target, ' ');
		else changeOneByte(target);
	});
	for (const file of missing) rmSync(path.join(root, file));
	const folder = path.dirname(paths[0]);
	const unknown = Array.from({ length: 30 }, (_, index) => `${folder}/intrus ${index} é.pdf`);
	for (const file of unknown) writeFileSync(path.join(root, file), 'intrus');
	return { modified, missing, unknown };
}

function changeOneByte(file: string): void {
	const bytes = readFileSync(file);
	bytes[Math.floor(bytes.length / 2)] ^= 1;
	writeFileSync(file, bytes);
}
