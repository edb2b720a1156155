import { sleep } from 'n8n-workflow';

/** A body as n8n's request helper gives it with `encoding: 'stream'`. */
export type Body = AsyncIterable<Buffer> & { emit(event: 'error', error: Error): boolean };

/** How far a body was read. */
interface Progress {
	size: number;
	/** Absent when it was read, so that whoever looks after it some moments later does not keep it. */
	body?: Body;
}

/**
 * Reads a whole body; undefined where it is larger than allowed.
 *
 * @throws where the connection breaks off, or not a byte came for `idleTimeout` milliseconds
 */
export async function readBody(
	body: Body,
	maximumBytes: number,
	idleTimeout: number,
): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	const progress: Progress = { size: 0, body };
	void breakOffSilence(progress, idleTimeout);
	try {
		for await (const chunk of body) {
			progress.size += chunk.length;
			if (progress.size > maximumBytes) return undefined;
			chunks.push(chunk);
		}
	} finally {
		progress.body = undefined;
	}
	return Buffer.concat(chunks);
}

/**
 * n8n's own time limit is over as soon as the headers are there. Time is counted in steps, so that a busy
 * process does not take its own slowness for silence. The stream is told in the way in which n8n itself
 * tells it of the Stop button: to destroy it would wait for the silent server.
 */
async function breakOffSilence(progress: Progress, idleTimeout: number): Promise<void> {
	const step = Math.min(500, idleTimeout / 4);
	let size = 0;
	for (let silence = 0; silence < idleTimeout; silence += step) {
		await sleep(step);
		if (!progress.body) return;
		if (progress.size > size) silence = 0;
		size = progress.size;
	}
	progress.body?.emit('error', new Error(`timeout: no byte in ${idleTimeout} ms`));
}
