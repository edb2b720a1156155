import { createInstance, type Instance } from '../support/n8n/instance';
import { filesBelow, type Place } from '../support/n8n/places';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { activateTemplate } from '../support/n8n/templateRuns';
import { type SinaoServer, startSinao } from '../support/sinao';

skipWith(['N8N_URL'], 'they leave their workflows behind');

let api: SinaoServer;
let n8n: Instance;
let server: Server;

/** The disk of n8n, to which nothing is saved here. */
const disk: Place = {
	storage: 'disk',
	settings: {},
	credentials: {},
	...filesBelow('/'),
	close: async () => {},
};

beforeAll(async () => {
	api = await startSinao({ nasty: false });
	n8n = await createInstance();
	server = await startServer(n8n);
}, 45 * 60_000);

afterAll(async () => {
	await server?.close();
	await n8n?.dispose();
	await api?.close();
});

it.each(['nightly-backup', 'save-everything'])(
	'n8n switches on the schedule of %s',
	async (key) => {
		const id = await activateTemplate(server, api, key, disk);
		const { active, activeVersionId } = (await server.client.get(`/workflows/${id}`)).data.data as {
			active: boolean;
			activeVersionId?: string;
		};
		expect(active || activeVersionId).toBeTruthy();
		await server.deactivate(id);
	},
);
