import { freePort, stop, until } from '../processes';
import { answers, connectTo, type RunningN8n } from './running';
import { type Instance, launchN8n } from './instance';

/** A running n8n server, signed in as its owner. */
export interface Server extends RunningN8n {
	/** What stops the process that the tests started; it leads its own process group. */
	processId: number;
	/** What the server has printed; nothing where the tests did not start it. */
	output(): string;
	close(): Promise<void>;
}

/** Starts n8n as a server on loopback with an owner, and waits until it answers; takes the one at N8N_URL as it is. */
export async function startServer(
	instance: Instance,
	settings: NodeJS.ProcessEnv = {},
): Promise<Server> {
	if (instance.remote) {
		return {
			...instance.remote.n8n,
			get processId(): number {
				throw new Error('The tests did not start this n8n');
			},
			output: () => '',
			close: async () => {},
		};
	}
	const port = settings.N8N_PORT ?? String(await freePort());
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...instance.env,
		N8N_PORT: port,
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: url,
		...settings,
	};
	const child = launchN8n(instance, ['start'], env);
	const output: string[] = [];
	child.stdout?.on('data', (piece: Buffer) => output.push(piece.toString()));
	child.stderr?.on('data', (piece: Buffer) => output.push(piece.toString()));
	try {
		await until(
			`n8n at ${url}`,
			async () => {
				if (child.exitCode !== null) throw new Error(`n8n ended:\n${output.join('').slice(-4000)}`);
				return await answers(url);
			},
			180_000,
		);
		return {
			...(await connectTo(url)),
			processId: child.pid as number,
			output: () => output.join(''),
			close: async () => await stop(child),
		};
	} catch (error) {
		await stop(child);
		throw error;
	}
}
