import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createProxy, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { generate } from 'selfsigned';

import { open } from '../../sinao/http/listen';

/** Hosts of the internet as a program sees them that runs in this environment. */
export interface Internet {
	env: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/** A proxy that leads to one server on loopback whoever asks for one of these hosts, and refuses all others. */
function proxyTo(port: number, hosts: string[]): Server {
	return createProxy().on('connect', ({ url }, socket: Duplex) => {
		socket.on('error', () => socket.destroy());
		if (!hosts.includes(String(url).replace(/:443$/, ''))) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n', () => socket.destroy());
			return;
		}
		const there = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			socket.pipe(there).pipe(socket);
		});
		there.on('error', () => socket.destroy());
		there.on('close', () => socket.destroy());
		socket.on('close', () => there.destroy());
	});
}

/** Answers for hosts of the internet, over TLS, to whoever runs with the environment's proxy and certificate. */
export async function startInternet(hosts: Record<string, RequestListener>): Promise<Internet> {
	const names = Object.keys(hosts);
	const altNames = names.map((value) => ({ type: 2 as const, value }));
	const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] }], {
		extensions: [{ name: 'subjectAltName', altNames }],
	});
	const folder = await mkdtemp(path.join(tmpdir(), 'sinao-internet-'));
	const certificate = path.join(folder, 'certificate.pem');
	await writeFile(certificate, cert);
	const services = await open(
		createServer({ key, cert }, (request, response) =>
			hosts[String(request.headers.host)](request, response),
		),
	);
	const proxy = await open(proxyTo(services.port, names));
	const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: certificate };
	return {
		env,
		async close() {
			await Promise.all([services.close(), proxy.close()]);
			await rm(folder, { recursive: true });
		},
	};
}
