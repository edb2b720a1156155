import type { IDataObject } from 'n8n-workflow';

import {
	cancelled,
	excerpt,
	type Failure,
	finalFailure,
	issuesPage,
	type Outcome,
} from '../shared/failure';
import { checkDocument } from '../shared/files/type';
import { type ReadZip, readZip } from '../shared/files/unzip';
import type { Query, Row } from '../shared/resource';
import type { Answer } from '../shared/sinao/answer';
import { waitFor, withRetries } from '../shared/sinao/pace';
import type { Connection } from '../shared/sinao/connection';
import { requestJson, send } from '../shared/sinao/request';
import { forEachLeaf } from '../shared/values/fields';
import { readWait } from './waitForExports';

const maximumEntries = 10_000;
/** The archive of Agiris contains the documents too, so it may be so many times as large as one file. */
const agirisFactor = 5;

export interface FetchedExport extends ReadZip {
	/** As the service sent it. */
	bytes: Buffer;
	/** Whether it is a ZIP with the files, or the only file itself. */
	isZip: boolean;
}

/** What Sinao answered instead of a file: where it is, or the job that creates it. */
interface Reference {
	url?: string;
	job?: string;
	status?: unknown;
	/** Whether it is an error message. */
	isMessage?: boolean;
}

interface Download {
	connection: Connection;
	format: string;
	options: IDataObject;
}

/**
 * Fetches an accounting export, whether Sinao sends the file, says where it is, or creates it in a job,
 * for which this waits as long as the options allow. Never throws.
 *
 * @param maximumTries of the first request; the file that it leads to is requested as often as any other
 */
export async function fetchExport(
	download: Download,
	choice: Query,
	maximumTries: number,
): Promise<Outcome<FetchedExport>> {
	const { connection, format, options } = download;
	const { step, total } = readWait(options);
	const end = performance.now() + total;
	const path = `/apps/${connection.appId}`;
	const limited = { ...connection, settings: { ...connection.settings, tries: maximumTries } };
	let outcome = await fetchOnce({ ...download, connection: limited }, `${path}/exports/download`, [
		['format', format],
		...choice,
	]);
	for (let hops = 0; ; ) {
		const { value } = outcome;
		if (!value || 'bytes' in value) return outcome as Outcome<FetchedExport>;
		if (['error', 'failed', 'cancelled'].includes(String(value.status)))
			return { failure: jobFailed() };
		if (value.url !== undefined) {
			if (++hops > 2) return { failure: noFile(value) };
			outcome = await fetchOnce(download, new URL(value.url, connection.baseUrl).href, []);
			continue;
		}
		const left = end - performance.now();
		if (left <= 0) return { failure: stillPreparing() };
		if (!(await waitFor(Math.min(step, left), connection.signal))) return { failure: cancelled() };
		const job = await requestJson(connection, {
			path: `${path}/jobs/${encodeURIComponent(value.job as string)}`,
		});
		outcome = job.failure
			? { failure: job.failure }
			: { value: { job: value.job, ...referenceIn(job.value) } };
	}
}

async function fetchOnce(
	{ connection, format }: Download,
	path: string,
	query: Query,
): Promise<Outcome<FetchedExport | Reference>> {
	const { maximumFileSize, idleTimeout } = connection.settings;
	const maximumBytes = maximumFileSize * (format === 'agiris' ? agirisFactor : 1);
	return await withRetries<FetchedExport | Reference>(connection, async () => {
		const outcome = await send(connection, {
			path,
			query,
			idleTimeout: idleTimeout.file,
			maximumBytes,
			followsToOtherHosts: true,
		});
		if (outcome.failure?.reason === 'tooLarge') return { failure: tooLarge(maximumBytes) };
		if (outcome.failure) return outcome;
		const answer = outcome.value as Answer;
		const reference = jsonIn(answer.body);
		if (reference?.url !== undefined || reference?.job !== undefined) return { value: reference };
		if (reference && !reference.isMessage) return { failure: noFile(reference) };
		const refused = checkDocument(answer.body, { content: 'any' }).failure;
		if (refused) return { failure: refused };
		return contentOf(answer, {
			entries: maximumEntries,
			entryBytes: maximumFileSize,
			totalBytes: maximumBytes * 2,
		});
	});
}

/** The files in an answer: those in a ZIP, or the one that it is. */
function contentOf(
	{ body, headers }: Answer,
	limits: Parameters<typeof readZip>[1],
): Outcome<FetchedExport> {
	const [, name] =
		/filename\*?=(?:utf-8'')?"?([^";]+)/i.exec(String(headers['content-disposition'] ?? '')) ?? [];
	const isZip = body.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
	const { value, failure } =
		isZip || name === undefined ? readZip(body, limits) : { value: undefined, failure: undefined };
	if (failure) return { failure };
	// A workbook of Excel is a ZIP that nobody wants unpacked.
	if (value && !value.listed.includes('[Content_Types].xml'))
		return { value: { ...value, bytes: body, isZip: true } };
	const file = { name: name ?? 'export.xlsx', bytes: body };
	return { value: { entries: [file], listed: [file.name], bytes: body, isZip: false } };
}

function jsonIn(body: Buffer): Reference | undefined {
	if (!/^\s*\{/.test(body.subarray(0, 64).toString('utf8'))) return undefined;
	try {
		return referenceIn(JSON.parse(body.toString('utf8')));
	} catch {
		return undefined;
	}
}

/** The one address of a file in some data, or the job: neither of them is documented for this request (sinao-api, Accounting exports). */
function referenceIn(answer: unknown): Reference {
	const data = ((answer as Row | null)?.data ?? answer ?? {}) as Row;
	const urls = new Set<string>();
	forEachLeaf(data, (name, value) => {
		if (/(?:^|\.)(?:file_url|download_url|url)$/.test(name)) urls.add(String(value));
	});
	const [url] = urls.size === 1 ? urls : [];
	const named = (data.job_id ?? data.job) as Row | string | number | null | undefined;
	const job = typeof named === 'object' && named !== null ? named.id : named;
	return {
		status: data.status,
		isMessage: 'message' in data || 'errors' in data || 'error' in data,
		...(url === undefined ? {} : { url }),
		...(job === undefined || job === null ? {} : { job: String(job) }),
	};
}

function tooLarge(bytes: number): Failure {
	return finalFailure({
		reason: 'tooLarge',
		message: `The accounting export is larger than ${Math.round(bytes / 1e6)} MB`,
		description:
			"Increase 'Maximum File Size (MB)' in the options, or choose a shorter period. An archive for Agiris can be five times as large, because it contains the documents.",
	});
}

function stillPreparing(): Failure {
	return finalFailure({
		reason: 'postponed',
		message: 'Sinao is still preparing the accounting export',
		description:
			"Nothing was saved. Run the workflow again later, or increase 'Wait Up To (Minutes)' in the options.",
	});
}

function jobFailed(): Failure {
	return finalFailure({
		reason: 'serverFault',
		message: 'Sinao could not create the file of the accounting export',
		description: 'Nothing was saved. Try again later, or download the export in Sinao.',
	});
}

function noFile(reference: Reference): Failure {
	return finalFailure({
		reason: 'invalidFile',
		message: 'Sinao returned data instead of the accounting export',
		description: `Nothing was saved. Try again later. If this keeps happening, report it at ${issuesPage}.`,
		details: excerpt(JSON.stringify(reference)),
	});
}
