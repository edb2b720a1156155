import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';

/** A listening server on loopback. */
export interface Listening {
	/** Scheme, host and port. */
	origin: string;
	close(): Promise<void>;
}

async function expiredCertificate() {
	const dates = { notBeforeDate: new Date(Date.UTC(2019, 0, 1)), notAfterDate: new Date(Date.UTC(2020, 0, 1)) };
	const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], dates);
	return { key, cert };
}

/** Starts a server on loopback; with `expired` over TLS, with a certificate that ran out in 2020. */
export async function listen(handler: RequestListener, port = 0, tls?: 'expired'): Promise<Listening> {
	const server: Server = tls ? createTlsServer(await expiredCertificate(), handler) : createServer(handler);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address() as { port: number };
	return {
		origin: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
		close: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** The whole body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString('utf8');
}

/** Headers with one text for each name. */
export function headersOf(request: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}
