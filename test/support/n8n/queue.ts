import { ensureProgram } from '../debian';
import { freePort, stop, until } from '../processes';
import { type Daemon, daemonFolder, startDaemon } from './daemon';
import { createInstance, type Instance, launchN8n } from './instance';
import { startPostgres } from './postgres';
import { type Server, startServer } from './server';

/** One worker of a queue: an n8n on another machine, as far as n8n can tell. */
export interface Worker {
	/** Its disk, which no other one sees. */
	folder: string;
	processId: number;
	/** Ids of the executions that it began. */
	executions(): string[];
	/** Ends it as a power cut does. */
	kill(): void;
	close(): Promise<void>;
}

/** An n8n in queue mode: a main process, workers, Redis and PostgreSQL; files lie in the database. */
export interface Queue {
	main: Server;
	outputFolder: string;
	workers: Worker[];
	addWorker(): Promise<Worker>;
	close(): Promise<void>;
}

async function startRedis(): Promise<Daemon> {
	const program = await ensureProgram('redis-server', ['redis-server']);
	const folder = await daemonFolder('redis');
	const port = await freePort();
	return await startDaemon(folder, folder, port, program, [
		'--port',
		String(port),
		'--bind',
		'127.0.0.1',
		'--save',
		'',
		'--appendonly',
		'no',
		'--dir',
		folder,
	]);
}

function environmentOf(redis: Daemon, postgres: Daemon): NodeJS.ProcessEnv {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_WORKER_LOCK_DURATION: '12000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	};
}

async function startWorker(instance: Instance): Promise<Worker> {
	const child = launchN8n(instance, ['worker', '--concurrency=2']);
	let output = '';
	child.stdout?.on('data', (piece: Buffer) => (output += piece.toString()));
	child.stderr?.on('data', (piece: Buffer) => (output += piece.toString()));
	const close = async () => {
		await stop(child);
		await instance.dispose();
	};
	try {
		await until(
			'a worker',
			() => {
				if (child.exitCode !== null) throw new Error(`The worker ended:\n${output.slice(-4000)}`);
				return /n8n worker is now ready/i.test(output);
			},
			180_000,
		);
	} catch (error) {
		await close();
		throw error;
	}
	return {
		folder: instance.folder,
		processId: child.pid as number,
		executions: () => [...output.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id),
		kill: () => void process.kill(-(child.pid as number), 'SIGKILL'),
		close,
	};
}

/** Starts all of it on loopback. */
export async function startQueue(workerCount: number): Promise<Queue> {
	const redis = await startRedis();
	const postgres = await startPostgres();
	const closing: Array<() => Promise<void>> = [postgres.close, redis.close];
	const close = async () => {
		for (const each of closing.splice(0)) await each();
	};
	try {
		const env = environmentOf(redis, postgres);
		const instance = await createInstance({ env });
		closing.unshift(instance.dispose);
		const main = await startServer(instance);
		closing.unshift(main.close);
		const workers: Worker[] = [];
		const addWorker = async () => {
			const worker = await startWorker(
				await createInstance({ env, outputFolder: instance.outputFolder }),
			);
			closing.unshift(worker.close);
			workers.push(worker);
			return worker;
		};
		for (let count = 0; count < workerCount; count++) await addWorker();
		return { main, outputFolder: instance.outputFolder, workers, addWorker, close };
	} catch (error) {
		await close();
		throw error;
	}
}
