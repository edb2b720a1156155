import { type SinaoServer, startSinao } from '../support/sinao';
import { execute, importCredentials, importWorkflow, itemsOf } from '../support/n8n/commands';
import { differences, readFiles } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';

let api: SinaoServer;
let n8n: Instance;

beforeAll(async () => {
	api = await startSinao({
		nasty: false,
		size: {
			invoices: 8,
			quotes: 4,
			purchases: 4,
			persons: 2,
			organizations: 2,
			products: 2,
			transactions: 4,
		},
	});
	n8n = await createInstance();
	await importCredentials(n8n, [sinaoCredential(api)]);
}, 45 * 60_000);

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
});

it("The template 'Save everything' saves all else first, then ends with an error that names what could not be had", async () => {
	const [invoice] = api.company.lists.invoices;
	const [purchase] = api.company.lists.purchases;
	api.faults.add({ path: `/invoices/${invoice.id}/pdf$`, fault: { kind: 'status', status: 404 } });
	api.faults.add({
		path: `/purchases/${purchase.id}/original$`,
		fault: { kind: 'status', status: 404 },
	});
	const workflow = fillIn(
		readTemplate('save-everything-disk'),
		{ folder: n8n.outputFolder },
		{ 'n8n-nodes-sinao': sinaoCredential(api) },
	);
	await importWorkflow(n8n, 'missingDocuments', workflow);
	const execution = await execute(n8n, 'missingDocuments');
	expect(execution.error?.node?.name).toBe('Stop: documents missing');
	expect(execution.error?.message).toContain('2 documents are missing; everything else was saved.');
	expect(execution.error?.message).toContain(
		`invoices ${String(invoice.number)}: No document in Sinao`,
	);
	expect(execution.error?.message).toContain(`purchases ID ${purchase.id}: `);
	expect(differences(api, execution, readFiles(n8n.outputFolder))).toEqual([]);
	const count = (node: string) => itemsOf(execution, node).length;
	expect(count('Download invoice PDFs')).toBe(
		api.company.lists.invoices.filter(({ id }) => api.document('invoices', id)).length - 1,
	);
	expect(readFiles(n8n.outputFolder).size).toBe(itemsOf(execution, 'Save').length);
}, 300_000);
