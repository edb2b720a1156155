import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finalizedInvoices } from './finalizedInvoices';
import { leavingSinao } from './leavingSinao';
import { nightlyBackup } from './nightlyBackup';
import { saveEverything } from './saveEverything';
import { storages } from './storages';
import type { TemplateSource } from './template';
import { yearsInParallel } from './yearsInParallel';

const sources: TemplateSource[] = [
	saveEverything,
	nightlyBackup,
	leavingSinao,
	finalizedInvoices,
	yearsInParallel,
];

/** The text of each template file by name: a workflow and its description for each source and storage. */
export function templateFiles(): Map<string, string> {
	const files = new Map<string, string>();
	for (const source of sources) {
		for (const storage of storages) {
			const { workflow, description } = source.create(storage);
			const name = `${source.key}-${storage.key}`;
			files.set(`${name}.json`, `${JSON.stringify(workflow, null, '\t')}\n`);
			files.set(`${name}.md`, description);
		}
	}
	return files;
}

function writeTemplates(): void {
	const files = templateFiles();
	for (const name of readdirSync(__dirname)) {
		if (/\.(json|md)$/.test(name) && !files.has(name)) rmSync(path.join(__dirname, name));
	}
	for (const [name, text] of files) writeFileSync(path.join(__dirname, name), text);
	process.stdout.write(`${files.size} files written to ${__dirname}\n`);
}

if (require.main === module) writeTemplates();
