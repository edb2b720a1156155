import { readFileSync } from 'node:fs';

import { isText, keyOf, isDrawn } from './parts';

/**
 * A checker for Stryker. It takes two kinds of mutants out of the run: changes of a text that people read, and, where a
 * part runs as a sample, the mutants that are not drawn.
 */

interface Position {
	line: number;
	column: number;
}
interface Mutant {
	id: string;
	fileName: string;
	mutatorName: string;
	replacement: string;
	location: { start: Position; end: Position };
}

/** The mutants to run, by their keys, if there are only some. */
const only = process.env.MUTATION_ONLY?.split(' ');

/** Reads what stands at a place; lines count from 0. */
function textAt(source: string, { start, end }: Mutant['location']): string {
	const lines = source.split('\n').slice(start.line, end.line + 1);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
	lines[0] = lines[0].slice(start.column);
	return lines.join('\n');
}

class MutationChecker {
	async init(): Promise<void> {}

	async check(mutants: Mutant[]) {
		const verdict = (mutant: Mutant) => {
			const source = readFileSync(mutant.fileName, 'utf8');
			const original = textAt(source, mutant.location);
			if (isText(mutant.mutatorName, original)) return 'text';
			const key = keyOf({ ...mutant, original });
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
