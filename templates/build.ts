import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { leavingSinao } from './leavingSinao';
import { nightlyBackup } from './nightlyBackup';
import { saveAtOnce } from './saveAtOnce';
import { saveEverything } from './saveEverything';
import { shareOutYears } from './shareOutYears';
import { storages } from './storages';
import type { TemplateSource } from './template';

const sources: TemplateSource[] = [
	saveEverything,
	nightlyBackup,
	leavingSinao,
	saveAtOnce,
	shareOutYears,
];

/** The templates' files, name by name: a workflow and its description for each source and storage. */
export function templateFiles(): Map<string, string> {
	const files = new Map<string, string>();
	for (const source of sources) {
		for (const storage of storages) {
			const { workflow, description } = source.make(storage);
			const name = `${source.key}-${storage.key}`;
			files.set(`${name}.json`, `${JSON.stringify(workflow, null, '\t')}\n`);
			files.set(`${name}.md`, description);
		}
	}
	return files;
}

function writeTemplates(): void {
	const made = templateFiles();
	for (const name of readdirSync(__dirname)) {
		if (/\.(json|md)$/.test(name) && !made.has(name)) rmSync(path.join(__dirname, name));
	}
	for (const [name, text] of made) writeFileSync(path.join(__dirname, name), text);
	process.stdout.write(`${made.size} files written to ${__dirname}\n`);
}

if (require.main === module) writeTemplates();
