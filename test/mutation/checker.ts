import { readFileSync } from 'node:fs';

import { isDrawn, isText, keyOf, originalOf, type Place } from './parts';

/**
 * A checker for Stryker. It takes two kinds of mutants out of the run: changes of a text that people read, and, where a
 * part runs as a sample, the mutants that are not drawn.
 */

/** The mutants to run, by their keys, if there are only some. */
const only = process.env.MUTATION_ONLY?.split(' ');

class MutationChecker {
	async init(): Promise<void> {}

	async check(mutants: Array<Place & { id: string }>) {
		const verdict = (mutant: Place) => {
			const source = readFileSync(mutant.fileName, 'utf8');
			if (isText(mutant.mutatorName, originalOf(source, mutant))) return 'text';
			const key = keyOf(source, mutant);
			const isChosen = only ? only.includes(key) : isDrawn(mutant.fileName, key);
			return isChosen ? undefined : 'not in the sample';
		};
		return Object.fromEntries(
			mutants.map((mutant) => {
				const reason = verdict(mutant);
				return [mutant.id, reason ? { status: 'compileError', reason } : { status: 'passed' }];
			}),
		);
	}
}

export const strykerPlugins = [
	{
		kind: 'Checker',
		name: 'sample',
		factory: Object.assign(() => new MutationChecker(), { inject: [] }),
	},
];
