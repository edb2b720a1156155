import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accountantPack } from './accountantPack';
import { allCompanies } from './allCompanies';
import { finalizedInvoices } from './finalizedInvoices';
import { frenchTemplate } from './french';
import { leavingSinao } from './leavingSinao';
import { nightlyBackup } from './nightlyBackup';
import { saveEverything } from './saveEverything';
import { withStepsAfter } from './parts/workflow';
import { storages } from './storages';
import { settingsName, type Storage } from './storages/storage';
import type { Template, TemplateSource } from './template';

const sources: TemplateSource[] = [
	saveEverything,
	nightlyBackup,
	leavingSinao,
	finalizedInvoices,
	allCompanies,
	accountantPack,
];

/** A template with the steps that check the folder, in a storage that has them. */
function withCheck({ workflow, description }: Template, { check }: Storage): Template {
	return {
		workflow: check ? withStepsAfter(workflow, settingsName, check) : workflow,
		description,
	};
}

/** The text of each template file by name: a workflow and its description for each source and storage, in English and below `fr` in French. */
export function templateFiles(): Map<string, string> {
	const files = new Map<string, string>();
	const add = (name: string, { workflow, description }: Template) => {
		files.set(`${name}.json`, `${JSON.stringify(workflow, null, '\t')}\n`);
		files.set(`${name}.md`, description);
	};
	for (const source of sources) {
		for (const storage of storages) {
			const template = withCheck(source.create(storage), storage);
			const name = `${source.key}-${storage.key}`;
			add(name, template);
			const french = frenchTemplate(source.key, storage, template);
			if (french) add(`fr/${name}`, french);
		}
	}
	return files;
}

function writeTemplates(): void {
	const files = templateFiles();
	mkdirSync(path.join(__dirname, 'fr'), { recursive: true });
	for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }))
		if (/\.(json|md)$/.test(name) && !files.has(name)) rmSync(path.join(__dirname, name));
	for (const [name, text] of files) writeFileSync(path.join(__dirname, name), text);
	process.stdout.write(`${files.size} files written to ${__dirname}\n`);
}

if (require.main === module) writeTemplates();
