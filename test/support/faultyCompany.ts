import { inspect } from 'node:util';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { cleanUp, fileOf, type NodeResult, type NodeRun, runNode } from './engine';
import { type SinaoOptions, type SinaoServer, startSinao } from './sinao';
import type { DocumentList } from './sinao/types';

export { fileOf };

/** A simulated API for the tests of a file; each test begins without faults and without recorded requests. */
export function useSinao(options: SinaoOptions = {}): { api: SinaoServer } {
	const sinao = {} as { api: SinaoServer };
	beforeAll(async () => {
		sinao.api = await startSinao({ nasty: false, ...options });
	});
	afterEach(() => {
		sinao.api.faults.clear();
		sinao.api.requests.length = 0;
	});
	afterAll(async () => {
		cleanUp();
		await sinao.api.close();
	});
	return sinao;
}

/** What a test says of a run; the rest is as a user finds it, but in a hurry. */
export interface Run
	extends Partial<Pick<NodeRun, 'credentials' | 'items' | 'continueOnFail' | 'whenStarted'>> {
	/** `sinaoInvoices` unless it says otherwise. */
	type?: string;
	/** Parameters besides the operation's own. */
	parameters?: IDataObject;
	options?: IDataObject;
}

/** The credential that opens the simulated API. */
export function apiKey(api: SinaoServer, changes: IDataObject = {}) {
	return {
		sinaoApi: { apiKey: api.apiKey, appId: String(api.appId), baseUrl: api.baseUrl, ...changes },
	};
}

/**
 * Runs a node against the simulated API, with waits of milliseconds between tries.
 *
 * @throws where the API key stands anywhere in what n8n keeps of the run (faults, row 68)
 */
async function run(
	api: SinaoServer,
	operation: string,
	parameters: IDataObject,
	{ type = 'sinaoInvoices', options, ...rest }: Run = {},
): Promise<NodeResult> {
	const result = await runNode({
		type,
		credentials: apiKey(api),
		...rest,
		parameters: {
			operation,
			...parameters,
			...rest.parameters,
			options: { firstWait: 1, ...options },
		},
	});
	const kept = inspect(
		{ run: result.run, error: result.error },
		{ depth: Infinity, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity },
	);
	const used = Object.values(rest.credentials ?? {}).map((credential) => credential.apiKey);
	for (const secret of [api.apiKey, api.login.password, ...used])
		if (secret && kept.includes(String(secret)))
			throw new Error(`The run's data holds the secret ${String(secret)}`);
	return result;
}

/** Gets every row of a list, as the API gave it; in the order of `everyId` instead of the newest first. */
export async function getMany(api: SinaoServer, settings?: Run): Promise<NodeResult> {
	const result = await run(api, 'getMany', { returnAll: true, simplify: false }, settings);
	result.outputs[0]?.sort(
		(one, other) => Number(one.json.id ?? 0) - Number(other.json.id ?? 0) || 0,
	);
	return result;
}

export async function exportCsv(api: SinaoServer, settings?: Run): Promise<NodeResult> {
	return await run(api, 'exportCsv', {}, settings);
}

/** Downloads the documents of a list. */
export async function download(api: SinaoServer, settings?: Run): Promise<NodeResult> {
	return await run(api, 'downloadPdf', {}, settings);
}

export function hintsOf({ hints }: NodeResult): string[] {
	return hints.map(({ message }) => message);
}

/** Ids of the rows or documents that items stand for, in their order. */
export function idsOf(items: INodeExecutionData[] = []): unknown[] {
	return items.map(({ json }) => (json.document as IDataObject | undefined)?.id ?? json.id);
}

/** The requests whose path ends so, such as `/invoices` or `/1000/pdf`. */
export function requestsTo(api: SinaoServer, ending: string) {
	return api.requests.filter(({ path }) => path.endsWith(ending));
}

/** The ids of a list as the service has it, in ascending order. */
export function everyId(api: SinaoServer, list: DocumentList = 'invoices'): number[] {
	return api.company
		.table(list)
		.byId()
		.map(({ id }) => id);
}

/** Asserts that the items hold the documents with these ids, byte for byte as the service has them. */
export async function expectDocuments(
	api: SinaoServer,
	items: INodeExecutionData[] = [],
	ids = everyId(api),
	list: DocumentList = 'invoices',
): Promise<void> {
	expect(idsOf(items)).toEqual(ids);
	for (const item of items)
		expect(await fileOf(item)).toEqual(api.document(list, idsOf([item])[0] as number));
}
