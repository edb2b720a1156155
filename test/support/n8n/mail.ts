import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

import type { Credential } from './workflows';

/** A mail server on loopback that keeps what it receives. */
export interface MailServer {
	/** Of n8n's node Send Email. */
	credential: Credential;
	/** Oldest first. */
	received: Email[];
	close(): Promise<void>;
}

const login = { user: 'n8n', password: 'mail-secret' };

/** Starts a mail server without TLS that knows one login. */
export async function startMail(): Promise<MailServer> {
	const received: Email[] = [];
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		onAuth({ username, password }, _session, done) {
			const known = username === login.user && password === login.password;
			done(known ? null : new Error('Unknown login'), { user: username });
		},
		onData(stream, _session, done) {
			const pieces: Buffer[] = [];
			stream.on('data', (piece: Buffer) => pieces.push(piece));
			stream.on('end', () => {
				void PostalMime.parse(Buffer.concat(pieces))
					.then((email) => received.push(email))
					.then(() => done());
			});
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as { port: number };
	return {
		credential: {
			id: 'mailCredential01',
			name: 'Mail',
			type: 'smtp',
			data: { ...login, host: '127.0.0.1', port, secure: false, disableStartTls: true },
		},
		received,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}
