import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

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

const share = Number(process.env.MUTATION_SHARE);

/** Reads what stands at a place; lines count from 0. */
function textAt(source: string, { start, end }: Mutant['location']): string {
	const lines = source.split('\n').slice(start.line, end.line + 1);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
	lines[0] = lines[0].slice(start.column);
	return lines.join('\n');
}

/** Whether a literal is a text of several words, such as a message. */
export const isProse = (literal: string) => /\p{L}{2,}[,.:;]? (?:.* )?\p{L}{2,}/su.test(literal);

/** A number from 0 to 1 that is always the same for a mutant, and does not depend on the other mutants. */
function draw({ fileName, location, mutatorName, replacement }: Mutant): number {
	const name = JSON.stringify([
		fileName.replace(/^.*\/nodes\//, ''),
		location,
		mutatorName,
		replacement,
	]);
	return createHash('md5').update(name).digest().readUInt32BE() / 2 ** 32;
}

class MutationChecker {
	async init(): Promise<void> {}

	async check(mutants: Mutant[]) {
		return Object.fromEntries(
			mutants.map((mutant) => {
				const source = readFileSync(mutant.fileName, 'utf8');
				const isText =
					mutant.mutatorName === 'StringLiteral' && isProse(textAt(source, mutant.location));
				const reason = isText
					? 'text'
					: draw(mutant) >= share
						? 'not in the sample'
						: undefined;
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
