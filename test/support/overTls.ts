import tls from 'node:tls';

import { type SinaoOptions, type SinaoServer, startSinao } from './sinao';

/** A simulated Sinao behind https, whose certificate the nodes trust. */
export async function overTls(
	work: (api: SinaoServer) => Promise<void>,
	options: SinaoOptions = {},
): Promise<void> {
	const api = await startSinao({ tls: 'valid', size: { invoices: 3 }, nasty: false, ...options });
	const connect = tls.connect as (options: tls.ConnectionOptions) => tls.TLSSocket;
	const trust = jest
		.spyOn(tls, 'connect')
		.mockImplementation(((given: tls.ConnectionOptions) =>
			connect({ ...given, rejectUnauthorized: false })) as typeof tls.connect);
	try {
		await work(api);
	} finally {
		trust.mockRestore();
		await api.close();
	}
}
