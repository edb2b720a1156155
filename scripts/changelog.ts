import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Works on CHANGELOG.md in the current folder.
 *
 *     npm run changelog -- cut              turns 'Unreleased' into the section of the version in package.json, with
 *                                           today's date in UTC; `npm run release` does this
 *     npm run changelog -- notes 1.2.3      prints the section of a version, for the release on GitHub
 */
const file = 'CHANGELOG.md';
const heading = /^## (\S+)(?: \((\d{4}-\d{2}-\d{2})\))?$/gm;

interface Section {
	name: string;
	date?: string;
	text: string;
	begin: number;
}

function sectionsOf(changelog: string): Section[] {
	const headings = [...changelog.matchAll(heading)];
	return headings.map(({ 0: line, 1: name, 2: date, index }, position) => ({
		name,
		date,
		begin: index,
		text: changelog.slice(index + line.length, headings[position + 1]?.index).trim(),
	}));
}

function cut(): void {
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	const changelog = readFileSync(file, 'utf8');
	const sections = sectionsOf(changelog);
	if (sections.some(({ name }) => name === version))
		throw new Error(`${file} already has a section ${version}`);
	const unreleased = sections.find(({ name }) => name === 'Unreleased');
	if (!unreleased?.text) throw new Error(`${file} has nothing under 'Unreleased'`);
	const date = new Date().toISOString().slice(0, 10);
	const title = '## Unreleased';
	const end = unreleased.begin + title.length;
	writeFileSync(
		file,
		`${changelog.slice(0, end)}\n\n## ${version} (${date})${changelog.slice(end)}`,
	);
}

function notes(version: string): void {
	const section = sectionsOf(readFileSync(file, 'utf8')).find(({ name }) => name === version);
	if (!section?.text || !section.date) throw new Error(`${file} has no dated section ${version}`);
	process.stdout.write(`${section.text}\n`);
}

const [command, version] = process.argv.slice(2);
if (command === 'cut') cut();
else if (command === 'notes' && version) notes(version);
else throw new Error('Use cut, or notes with a version');
