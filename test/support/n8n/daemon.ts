import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { launch, stop, until } from '../processes';

/** A server program of the machine, run for one test. */
export interface Daemon {
	port: number;
	/** The folder that its clients see. */
	root: string;
	close(): Promise<void>;
}

/** A temporary folder for one server. */
export async function daemonFolder(name: string): Promise<string> {
	return await mkdtemp(path.join(tmpdir(), `sinao-${name}-`));
}

async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const answer = await new Promise<boolean>((resolve) => {
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
	});
	socket.destroy();
	return answer;
}

/** Starts a server in the foreground and waits until it listens. Closing it removes its folder. */
export async function startDaemon(
	folder: string,
	root: string,
	port: number,
	program: string,
	parameters: string[],
): Promise<Daemon> {
	const child = launch(program, parameters);
	let output = '';
	child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()));
	child.stderr?.on('data', (piece: Buffer) => (output += piece.toString()));
	const close = async () => {
		await stop(child);
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await until(`${program} on port ${port}`, async () => {
			if (child.exitCode !== null) throw new Error(`${program} ended:\n${output}`);
			return await isListening(port);
		});
	} catch (error) {
		await close();
		throw error;
	}
	return { port, root, close };
}
