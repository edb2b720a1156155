import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectFolder } from '../support/pack';
import { record, shownNow } from '../support/shown';

const recorded = JSON.parse(readFileSync(record, 'utf8')) as Record<string, string>;

it('every picture of the editor in the documents shows the labels, icons and nodes of today', () => {
	const names = readdirSync(path.join(projectFolder, 'docs', 'images'))
		.filter((name) => name.endsWith('.png'))
		.map((name) => path.basename(name, '.png'));
	const now = shownNow();
	expect(Object.keys(now).sort()).toEqual(names.sort());
	const outdated = names
		.filter((name) => recorded[name] !== now[name])
		.map((name) => `npm run screenshots -- ${name}`);
	expect(outdated).toEqual([]);
});
