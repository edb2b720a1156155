import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { SinaoFailure } from '../../shared/failure';
import { fileItem, jsonFile, type OutputFile } from '../../shared/files/path';
import { readTimeZone } from '../../shared/parameters/settings';
import { connectForItem } from '../../shared/run/execute';
import { type Company, explainCompany, fetchCompanies } from '../../shared/sinao/readPages';
import type { Connection } from '../../shared/sinao/connection';
import { tool } from '../manifest/schema';
import type { AccountCheck } from './accountCheck';
import { type Asker, createAsker } from './ask';
import { probeDocuments } from './documents';
import { estimateOf } from './estimate';
import { type Finding, findingsOf } from './findings';
import { countRows, probeList, type SampledList, sampleList } from './lists';
import { accountCheckPage } from './page';
import { probeNewerLists } from './newerLists';
import { plannedLists } from './plan';
import type { Refusals } from './request';
import { probeExport, probeService } from './service';
import { texts } from './texts';
import { probeWholeList } from './wholeList';

/** Requests that count the rows of one list. */
const countingRequests = 5;

/**
 * Finds out how Sinao answers for one account, in about 80 requests that change nothing: a page in French, the
 * same without data of the account as `account-check.json`, and an item for each finding.
 *
 * @throws SinaoFailure where the key does not open the company, or the user pressed Stop
 */
export async function checkAccount(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const time = new Date().toISOString();
	const { connection, options } = await connectForItem(context, itemIndex);
	const timeZone = readTimeZone(options);
	const companies = await fetchCompanies(connection);
	const company = companies.find(({ id }) => id === connection.appId) ?? {
		id: connection.appId,
		name: '',
	};
	const check = await observe(connection, timeZone);
	const estimate = estimateOf(check);
	const findings = findingsOf(check, estimate);
	const page = accountCheckPage(check, estimate, findings, { company, time, timeZone });
	const file = async (fileName: string, mimeType: string, bytes: Buffer, details: IDataObject) =>
		await fileItem(
			context,
			fileOf(fileName, mimeType, bytes, details),
			context.getNodeParameter('binaryPropertyName', itemIndex) as string,
			itemIndex,
		);
	return [
		[
			await file('controle-du-compte.html', 'text/html', Buffer.from(page), {
				company: { ...(company satisfies Company) },
				estimate: { ...estimate },
			}),
			await file('account-check.json', 'application/json', jsonFile(check), {}),
			...findings.map((finding) => findingItem(finding, itemIndex)),
		],
	];
}

function fileOf(
	fileName: string,
	mimeType: string,
	bytes: Buffer,
	details: IDataObject,
): OutputFile {
	return {
		resource: 'accountCheck',
		kind: 'report',
		folder: '',
		fileName,
		mimeType,
		bytes,
		details,
	};
}

function findingItem({ severity, code, list, detail }: Finding, item: number): INodeExecutionData {
	const { message, description } = texts[code];
	return {
		json: { kind: 'finding', severity, code, list, message, detail, description },
		pairedItem: { item },
	};
}

/** All observations, the most telling first, because the number of requests is limited. */
async function observe(connection: Connection, timeZone: string): Promise<AccountCheck> {
	const asker = createAsker(connection, 1);
	const { pageSize } = connection.settings;
	const refusals: Refusals = { parameters: new Set(), status: null, maximumLimit: Infinity };
	const lists = new Map<string, SampledList>();
	const documents: AccountCheck['documents'] = [];
	for (const planned of plannedLists) {
		const list = await sampleList(asker, planned, pageSize, refusals);
		lists.set(planned.resource.name, list);
		if (planned.isMain || planned.resource.document) await probeList(asker, list, refusals);
		await probeWholeList(asker, list, refusals);
	}
	const all = [...lists.values()];
	const { failure } = all[0];
	if (failure && all.every(({ check }) => check.status !== 200))
		throw new SinaoFailure(await explainCompany(connection, failure));
	for (const list of all) {
		const found = await probeDocuments(asker, list, timeZone);
		if (found) documents.push(found);
	}
	const service = await probeService(asker, lists, refusals);
	const newer = await probeNewerLists(asker, lists);
	const exports = await probeExport(asker, lists.get('accountingExports') as SampledList);
	await probeOthers(asker, all, refusals);
	return {
		format: 'n8n-nodes-sinao account check',
		formatVersion: 1,
		tool,
		credential: connection.credentialType === 'sinaoLoginApi' ? 'login' : 'apiKey',
		...asker.summary(),
		...service,
		...newer,
		lists: all.map(({ check }) => check),
		documents,
		exports,
	};
}

/** With the requests that are left: the size of long lists, then how the other lists are read, the longest first. */
async function probeOthers(asker: Asker, all: SampledList[], refusals: Refusals): Promise<void> {
	const isMain = ({ planned }: SampledList) => planned.isMain || planned.resource.document;
	const others = all.filter(
		(list) => !isMain(list) && list.rows.length && list.planned.relations.length,
	);
	const main = all.filter(isMain);
	main.sort((one, other) => other.rows.length - one.rows.length);
	for (const list of main) {
		const most = Math.min(countingRequests, asker.left() - others.length);
		await countRows(asker, list, refusals, most);
	}
	others.sort((one, other) => other.rows.length - one.rows.length);
	for (const list of others) await probeList(asker, list, refusals);
	for (const list of others) await countRows(asker, list, refusals, Math.min(1, asker.left()));
}
