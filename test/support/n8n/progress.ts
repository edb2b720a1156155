const beatMs = 10_000;

function seconds(since: number): string {
	return `${Math.round((Date.now() - since) / 1000)} s`;
}

/** Says what is being done, that it is still being done, and how long it took. */
export async function showProgress<T>(what: string, work: Promise<T>): Promise<T> {
	const begin = Date.now();
	process.stderr.write(`${what} …\n`);
	const beat = setInterval(() => process.stderr.write(`${what} … ${seconds(begin)}\n`), beatMs);
	try {
		const result = await work;
		process.stderr.write(`${what}: done in ${seconds(begin)}\n`);
		return result;
	} finally {
		clearInterval(beat);
	}
}
