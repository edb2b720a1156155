import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { templateFiles } from '../../templates/build';
import { projectFolder } from '../support/pack';

const folder = path.join(projectFolder, 'templates');
const made = templateFiles();

describe('The committed templates', () => {
	it('are exactly the files that the source makes', () => {
		const committed = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
			/\.(json|md)$/.test(name),
		);
		expect(committed.sort()).toEqual([...made.keys()].sort());
	});

	it.each([...made.keys()])('%s is what the source makes', (name) => {
		expect(readFileSync(path.join(folder, name), 'utf8')).toBe(made.get(name));
	});
});
