import { Agent } from 'node:http';
import axios, { type AxiosInstance } from 'axios';

/** The owner of the n8n; for one that the tests did not start, N8N_EMAIL and N8N_PASSWORD. */
export const owner = {
	email: process.env.N8N_EMAIL ?? 'demo@example.com',
	firstName: 'Demo',
	lastName: 'Sinao',
	password: process.env.N8N_PASSWORD ?? 'Sinao-demo-2026',
};

/** n8n ties a login to the browser that made it. */
export const browserId = 'n8n-nodes-sinao';

/** Signs in at an n8n, whose owner is made where it has none yet, and gives a client for its REST API. */
export async function signIn(url: string): Promise<AxiosInstance> {
	// A connection that is kept may be closed by n8n in the moment in which it is used again.
	const httpAgent = new Agent({ keepAlive: false });
	const client = axios.create({
		baseURL: `${url}/rest`,
		headers: { 'browser-id': browserId },
		proxy: false,
		timeout: 60_000,
		httpAgent,
	});
	await client.post('/owner/setup', owner, {
		validateStatus: (status) => status < 300 || status === 400,
	});
	const login = await client.post('/login', {
		emailOrLdapLoginId: owner.email,
		email: owner.email,
		password: owner.password,
	});
	const cookies = (login.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
	client.defaults.headers.common.Cookie = cookies.join('; ');
	return client;
}
