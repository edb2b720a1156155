import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { open } from './sinao/http/listen';

export interface Outcome {
	code: number | null;
	output: string;
}

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Shows what the command prints while it runs. */
	show?: boolean;
	/** A second address for what the command prints, piece by piece. */
	onOutput?: (text: string) => void;
	timeoutMs?: number;
}

const running = new Set<ChildProcess>();

process.once('exit', () => running.forEach((child) => signal(child, 'SIGKILL')));

function signal(child: ChildProcess, name: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** Starts a command as the leader of its own process group, so that it can be stopped with all its children. */
export function launch(
	command: string,
	parameters: string[],
	options: SpawnOptions = {},
): ChildProcess {
	const child = spawn(command, parameters, {
		stdio: ['ignore', 'pipe', 'pipe'],
		...options,
		detached: true,
	});
	running.add(child);
	child.once('close', () => running.delete(child));
	return child;
}

/** Ends what `launch` started, children included: politely, after ten seconds by force. */
export async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const closed = new Promise((resolve) => child.once('close', resolve));
		const force = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
		signal(child, 'SIGTERM');
		await closed;
		clearTimeout(force);
	}
	signal(child, 'SIGKILL');
}

/** Runs a command to its end and gives its exit code and everything that it printed. */
export async function run(
	command: string,
	parameters: string[],
	options: RunOptions = {},
): Promise<Outcome> {
	const child = launch(command, parameters, { cwd: options.cwd, env: options.env });
	const pieces: Buffer[] = [];
	const keep = (piece: Buffer) => {
		pieces.push(piece);
		if (options.show) process.stderr.write(piece);
		options.onOutput?.(piece.toString());
	};
	child.stdout?.on('data', keep);
	child.stderr?.on('data', keep);
	const timer = options.timeoutMs && setTimeout(() => signal(child, 'SIGKILL'), options.timeoutMs);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		return { code, output: Buffer.concat(pieces).toString() };
	} finally {
		if (timer) clearTimeout(timer);
	}
}

/** Like `run`, but a command that does not succeed is an error that shows the end of what it printed. */
export async function succeed(
	command: string,
	parameters: string[],
	options: RunOptions = {},
): Promise<string> {
	const { code, output } = await run(command, parameters, options);
	if (code === 0) return output;
	throw new Error(`${command} ${parameters.join(' ')} ended with ${code}:\n${output.slice(-4000)}`);
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
	const { port, close } = await open(createServer());
	await close();
	return port;
}

/** Asks again and again until the answer is neither undefined nor false; an error after the deadline. */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined | false> | T | undefined | false,
	deadlineMs = 60_000,
): Promise<T> {
	for (const end = Date.now() + deadlineMs; Date.now() < end; await pause(100)) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
	}
	throw new Error(`Waited ${deadlineMs / 1000} s in vain for: ${what}`);
}
