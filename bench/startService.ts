import path from 'node:path';

import axios from 'axios';
import { launch, stop } from '../test/support/processes';
import type { RequestCounts, ServiceOptions } from './service';

/** The simulated Sinao in a running process. */
export interface Service {
	baseUrl: string;
	/** Address of the invoices. */
	list: string;
	apiKey: string;
	appId: string;
	/** The requests since the last call. */
	counts(): Promise<RequestCounts>;
	close(): Promise<void>;
}

/** Starts the simulated Sinao in a separate process. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const child = launch(process.execPath, [
		'--import',
		'tsx',
		path.join(__dirname, 'service.ts'),
		JSON.stringify(options),
	]);
	const line = await new Promise<string>((resolve, reject) => {
		child.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
		child.stderr?.once('data', (text: Buffer) => reject(new Error(text.toString())));
	});
	const { origin, apiKey, appId } = JSON.parse(line) as {
		origin: string;
		apiKey: string;
		appId: number;
	};
	return {
		baseUrl: `${origin}/v1`,
		list: `${origin}/v1/apps/${appId}/invoices`,
		apiKey,
		appId: String(appId),
		counts: async () =>
			(await axios.get(`${origin}/bench/requests`, { proxy: false })).data as RequestCounts,
		close: async () => await stop(child),
	};
}
