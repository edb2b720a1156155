import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A listening server on loopback. */
export interface Listening {
	/** Scheme, host and port. */
	origin: string;
	close(): Promise<void>;
}

async function certificate(tls: 'expired' | 'valid') {
	const dates = {
		notBeforeDate: new Date(Date.UTC(2019, 0, 1)),
		notAfterDate: new Date(Date.UTC(tls === 'expired' ? 2020 : 2100, 0, 1)),
	};
	const { private: key, cert } = await generate(
		[{ name: 'commonName', value: '127.0.0.1' }],
		dates,
	);
	return { key, cert };
}

/** Starts a server on loopback; over TLS with a self-signed certificate, which with `expired` ran out in 2020. */
export async function listen(
	handler: RequestListener,
	port = 0,
	tls?: 'expired' | 'valid',
): Promise<Listening> {
	const server = await open(
		tls ? createTlsServer(await certificate(tls), handler) : createServer(handler),
		port,
	);
	return { origin: `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`, close: server.close };
}

/** Lets a server listen on loopback; on a port of its own where none is given. */
export async function open(
	server: Server,
	port = 0,
): Promise<{ port: number; close(): Promise<void> }> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** The whole body of a request. */
export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}

/** The whole body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
	return (await bytesOf(request)).toString('utf8');
}

/** Headers with one text for each name. */
export function headersOf(request: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
	);
}
