import type { IDataObject } from 'n8n-workflow';

import { cleanUp, type NodeResult, runNode } from '../../../support/engine';
import { type SinaoOptions, type SinaoServer, startSinao } from '../../../support/sinao';

let api: SinaoServer | undefined;

afterEach(async () => await api?.close());
afterAll(cleanUp);

async function runOn(
	options: SinaoOptions,
	parameters: IDataObject,
	type = 'sinaoInvoices',
): Promise<{ service: SinaoServer; result: NodeResult }> {
	const service = (api = await startSinao({ seed: 5, nasty: false, ...options }));
	const { apiKey, baseUrl } = service;
	const credentials = { sinaoApi: { apiKey, baseUrl, appId: String(service.appId) } };
	return { service, result: await runNode({ type, parameters, credentials }) };
}

function exportPages(pageSize: number): IDataObject {
	return {
		operation: 'exportCsv',
		format: 'standard',
		columns: 'main',
		filters: {},
		options: { pageSize },
	};
}

/** Every list request, told apart by its whole address. */
function addresses({ requests }: SinaoServer): string[] {
	return requests.map(({ path, query }) => `${path}?${query}`);
}

describe('What an account costs in requests', () => {
	it('reads a list in its pages and one more, which says that it ended', async () => {
		const { service, result } = await runOn({ size: { invoices: 25 } }, exportPages(10));
		expect(result.outputs[0][0].json.rows).toBe(25);
		expect(addresses(service)).toHaveLength(4);
		expect(new Set(addresses(service)).size).toBe(4);
	});

	it('reads a list in its pages alone where the service counts the rows', async () => {
		const { service, result } = await runOn(
			{ size: { invoices: 25 }, variants: { envelope: 'metaTotal' } },
			exportPages(10),
		);
		expect(result.outputs[0][0].json.rows).toBe(25);
		expect(addresses(service)).toHaveLength(3);
	});

	it('reads a small list with two requests', async () => {
		const { service } = await runOn({ size: { invoices: 7 } }, exportPages(1000));
		expect(addresses(service)).toHaveLength(2);
	});

	it('asks twice for a page only where an empty one follows a full one, which may be a fault', async () => {
		const { service, result } = await runOn({ size: { invoices: 30 } }, exportPages(10));
		expect(result.outputs[0][0].json.rows).toBe(30);
		expect(addresses(service)).toHaveLength(5);
	});

	it('reads what stands behind an empty page of a service that gives fewer rows than it was asked for', async () => {
		const service = (api = await startSinao({ seed: 5, nasty: false, size: { invoices: 30 } }));
		service.faults.add({ path: '/invoices$', fault: { kind: 'capLimit', to: 10 } });
		service.faults.add({ path: '/invoices$', after: 2, times: 1, fault: { kind: 'emptyPage' } });
		const credentials = {
			sinaoApi: { apiKey: service.apiKey, baseUrl: service.baseUrl, appId: String(service.appId) },
		};
		const { outputs } = await runNode({
			type: 'sinaoInvoices',
			parameters: exportPages(1000),
			credentials,
		});
		expect(outputs[0][0].json.rows).toBe(30);
	});

	it('gets the first 50 of many rows with one request', async () => {
		const { service, result } = await runOn(
			{ size: { invoices: 200 } },
			{ operation: 'getMany', returnAll: false, limit: 50, filters: {}, options: {} },
		);
		expect(result.outputs[0]).toHaveLength(50);
		expect(addresses(service)).toHaveLength(1);
	});

	it('asks once for each document, and for the list before and after', async () => {
		const { service, result } = await runOn(
			{ size: { purchases: 24 } },
			{ operation: 'downloadPdf', choose: 'filters', filters: {}, options: {} },
			'sinaoPurchases',
		);
		const lists = service.requests.filter(({ path }) => path.endsWith('/purchases'));
		const files = service.requests.filter(({ path }) => path.endsWith('/original'));
		expect(result.outputs[0]).toHaveLength(22);
		expect(files).toHaveLength(24);
		expect(lists).toHaveLength(4);
		expect(service.requests).toHaveLength(28);
	});
});
