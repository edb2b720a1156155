import { expectIncrements, type IncrementSetup, setUpIncrement } from '../support/n8n/increment';

let setup: IncrementSetup;

beforeAll(async () => {
	setup = await setUpIncrement({ invoices: 80, quotes: 50, purchases: 40 });
}, 45 * 60_000);

afterAll(async () => await setup?.close());

it(
	'a backup on an OpenSSH server: after 30 new, 5 changed and 2 deleted documents the next run transfers 35, and asks for these and for the pages of the lists',
	async () => {
		await expectIncrements(setup);
	},
	15 * 60_000,
);
