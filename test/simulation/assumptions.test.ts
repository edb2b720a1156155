import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ASSUMPTIONS } from '../support/sinao/assumptions';
import { textsThatDeclare } from '../support/sinao/contract';
import { KNOWN_DIFFERENCES } from '../support/sinao/knownDifferences';
import { NEWER_FIELDS } from '../support/sinao/newerText';
import { OBSERVED } from '../support/sinao/variants';

/** The titles of the tests in a file below test/, as they are written. */
function titlesIn(file: string): string[] {
	const code = readFileSync(path.join(__dirname, '..', file), 'utf8');
	return [
		...code.matchAll(/(?<![\w.])(?:it|test)(?:\.\w+(?:<[^>]*>)?\([\s\S]*?\))?\(\s*(['"`])(.*?)\1/g),
	].map(([, , title]) => title);
}

it('every switch of the simulation is in a row of the table, under one id each', () => {
	const inTable = new Set(ASSUMPTIONS.flatMap(({ switches }) => switches));
	expect(
		Object.keys(OBSERVED).filter((name) => !inTable.has(name as keyof typeof OBSERVED)),
	).toEqual([]);
	expect(new Set(ASSUMPTIONS.map(({ id }) => id)).size).toBe(ASSUMPTIONS.length);
});

it.each(ASSUMPTIONS.map((assumption) => [assumption.id, assumption] as const))(
	'the tests that row %s names are there',
	(_, { tests }) => {
		const missing = tests.filter(
			({ file, title }) => !titlesIn(file).some((each) => each.startsWith(title)),
		);
		expect(missing).toEqual([]);
	},
);

it('a known difference is in neither text, or is required by both and yet optional', () => {
	for (const { method, path: address, parameter, optional, source } of KNOWN_DIFFERENCES) {
		expect([address, textsThatDeclare(method, address)]).not.toEqual([address, []]);
		expect([address, textsThatDeclare(method, address, parameter)]).toEqual([
			address,
			optional ? ['older', 'newer'] : [],
		]);
		expect(source).toMatch(/^sinao-api\.md, /);
	}
});

it('the newer text names a movement by ids', () => {
	expect(NEWER_FIELDS.transactions.split(' ')).toContain('cashflow_source_id');
	expect(NEWER_FIELDS.transactions.split(' ')).not.toContain('cashflow_source');
});
