import path from 'node:path';

/**
 * Which n8n the tests use: an n8n that runs at an address, an image for Docker, or else the version in N8N_VERSION from
 * npm. For an n8n 1 at an address or in an image, N8N_VERSION says so too.
 */
export const url = process.env.N8N_URL;
export const image = url ? undefined : process.env.N8N_IMAGE;

/**
 * Skips the tests that follow in a file with an n8n that does not allow what they do, and says why.
 *
 * @param variables such as `N8N_URL`
 */
export function skipWith(variables: Array<'N8N_URL' | 'N8N_IMAGE'>, reason: string): void {
	const variable = url ? 'N8N_URL' : 'N8N_IMAGE';
	if (!(url ?? image) || !variables.includes(variable)) return;
	const file = path.basename(expect.getState().testPath ?? '');
	process.stderr.write(`${file} cannot run with ${variable}: ${reason}\n`);
	it.skip(`These tests cannot run with ${variable}: ${reason}`, () => {});
	const skipped = <T extends { skip: T }>({ skip }: T) => Object.assign(skip, { skip });
	Object.assign(globalThis, {
		it: skipped(it),
		test: skipped(test),
		describe: skipped(describe),
	});
}
