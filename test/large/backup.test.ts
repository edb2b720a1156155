import { expectIncrements, type IncrementSetup, setUpIncrement } from '../support/n8n/increment';

let setup: IncrementSetup;

beforeAll(async () => {
	setup = await setUpIncrement({ invoices: 2200, quotes: 1600, purchases: 1600 });
}, 45 * 60_000);

afterAll(async () => await setup?.close());

it(
	'an account of 5,000 documents on an OpenSSH server: after 30 new, 5 changed and 2 deleted ones the next run transfers 35',
	async () => {
		const runs = await expectIncrements(setup);
		expect(runs[0].transferred.length).toBeGreaterThanOrEqual(5000);
		for (const { transferred, ...figures } of runs)
			process.stderr.write(`${transferred.length} documents: ${JSON.stringify(figures)}\n`);
	},
	60 * 60_000,
);
