import type { IHttpRequestOptions } from 'n8n-workflow';

import { invoices } from '../../../../nodes/SinaoInvoices/invoices';
import { downloadDocuments } from '../../../../nodes/shared/documents/download';
import { documentMeta } from '../../../../nodes/shared/documents/documentMeta';
import { valueOrThrow } from '../../../../nodes/shared/failure';
import type { Connection } from '../../../../nodes/shared/sinao/connection';
import { requestJson } from '../../../../nodes/shared/sinao/request';
import { connectionTo } from '../../../support/connection';

/**
 * A connection to a service that never answers, through a request helper that stops a request only by the signal that
 * the node gives to it; that of n8n 2.40 stops them itself. A request that is tried once fails for good if it is broken off.
 */
function silentConnection(options: { downloadInBulk?: string } = {}) {
	const stop = new AbortController();
	let begun: () => void;
	const waiting = new Promise<void>((resolve) => (begun = resolve));
	const helper = async ({ abortSignal }: IHttpRequestOptions) => {
		const signal = abortSignal as AbortSignal | undefined;
		if (signal?.aborted) throw new Error('canceled');
		begun();
		return await new Promise((_, reject) => {
			signal?.addEventListener('abort', () => reject(new Error('canceled')));
		});
	};
	const connection = connectionTo(helper, { maximumTries: 1, ...options }, stop.signal);
	return { connection, stop, waiting };
}

const wanted = [1, 2, 3, 4, 5, 6, 7].map((id) =>
	documentMeta(invoices, { id, number: `F-${id}`, status: 'final' }, 'Europe/Paris'),
);
const download = async (connection: Connection) =>
	await downloadDocuments(connection, invoices, wanted, async () => await Promise.resolve());

it.each<[string, (connection: Connection) => Promise<unknown>, { downloadInBulk?: string }]>([
	['single downloads', download, {}],
	['bulk downloads', download, { downloadInBulk: 'always' }],
	[
		'a list',
		async (connection) => valueOrThrow(await requestJson(connection, { path: '/invoices' })),
		{},
	],
])(
	'115 Stop in %s, where n8n does not stop requests itself: the requests end, and the run is canceled',
	async (_, work, options) => {
		const { connection, stop, waiting } = silentConnection(options);
		const running = work(connection).catch((error: unknown) => error);
		await waiting;
		const pressed = performance.now();
		stop.abort();
		// Neither a document that is missing nor a list that cannot be read.
		expect(await running).toMatchObject({
			failure: { reason: 'cancelled', message: expect.stringContaining('canceled') },
		});
		expect(performance.now() - pressed).toBeLessThan(2000);
	},
	10_000,
);
