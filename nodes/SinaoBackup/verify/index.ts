import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { fileItem, sha256 } from '../../shared/files/path';
import type { Hint } from '../../shared/run/execute';
import { parseManifest } from '../manifest/file';
import type { FileEntry, Manifest } from '../manifest/schema';
import { counted } from '../../shared/values/english';
import type { Finding } from './finding';
import { fileFinder } from './names';
import { verificationPage } from './page';

/** The input that is connected to the node that reads the manifest. */
export const manifestInput = 1;

/**
 * Compares files from storage with a manifest, byte for byte. Does not expect files that the manifest
 * marks as `altered`.
 *
 * @throws SinaoFailure if there is no manifest, or if it is invalid
 */
export async function verify(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[][]> {
	const field = context.getNodeParameter('manifestField', itemIndex) as string;
	const manifestItem = itemOfManifest(context, field);
	const manifest = parseManifest(
		await context.helpers.getBinaryDataBuffer(0, manifestItem.binary[field]),
	);
	const findings = await findingsOf(context, manifest, manifestItem, field);
	const wrong = findings.filter(({ status }) => status !== 'right');
	if (wrong.length)
		hint(
			`${counted(wrong.length, 'file does', 'files do')} not match the manifest. See the 'Problems' output.`,
		);
	const asItem = (finding: Finding): INodeExecutionData => ({
		json: { ...finding },
		pairedItem: { item: itemIndex, input: manifestInput },
	});
	return [
		findings.filter(({ status }) => status === 'right').map(asItem),
		wrong.map(asItem),
		[await summaryItem(context, manifest, findings, itemIndex)],
	];
}

type ItemWithFile = INodeExecutionData & { binary: IBinaryKeyData };

function itemOfManifest(context: IExecuteFunctions, field: string): ItemWithFile {
	const items = (context.getInputData(manifestInput) ?? []).filter(
		(item): item is ItemWithFile => item.binary?.[field] !== undefined,
	);
	const item = items.findLast(({ json }) => json.kind === 'manifest') ?? items[items.length - 1];
	if (item) return item;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: "No file on the 'Manifest' input",
			description: `Connect the node that reads manifest.json, and check that the file is in the field '${field}'.`,
		}),
	);
}

/** A finding, and whether the item had the full path of its file. */
interface Read {
	finding: Finding;
	isSure: boolean;
}

async function findingsOf(
	context: IExecuteFunctions,
	manifest: Manifest,
	manifestItem: INodeExecutionData,
	field: string,
): Promise<Finding[]> {
	const items = context.getInputData(0) ?? [];
	const find = fileFinder(manifest, items, manifestItem, field);
	const expected = new Map(manifest.files.map((file) => [file.path, file]));
	const findings = new Map<string, Read>();
	for (const item of items) {
		const { path, name, isSure, isIgnored } = find(item);
		if (isIgnored) continue;
		const entry = path === undefined ? undefined : expected.get(path);
		const binary = item.error || item.json.error ? undefined : item.binary?.[field];
		if (!binary && !entry) continue;
		const actual = binary ? measured(await context.helpers.getBinaryDataBuffer(0, binary)) : null;
		const message = binary
			? null
			: String(item.error?.message ?? (item.json.error || 'The item contains no file'));
		const found: Finding = {
			path: entry?.path ?? name,
			status: statusOf(entry, actual),
			expected: entry ?? null,
			actual,
			message,
		};
		const earlier = findings.get(found.path);
		const read = { finding: found, isSure };
		if (!earlier || outranks(read, earlier)) findings.set(found.path, read);
	}
	const vouched = manifest.files.filter(({ state }) => state !== 'altered');
	const lacking = vouched
		.filter(({ path }) => !findings.has(path))
		.map(
			(file): Finding => ({
				path: file.path,
				status: 'lacking',
				expected: file,
				actual: null,
				message: null,
			}),
		);
	const read = [...findings.values()]
		.map(({ finding }) => finding)
		.filter(({ expected: entry }) => entry?.state !== 'altered');
	return [...read, ...lacking];
}

/**
 * Of two items for one file, the one with its full path counts, and otherwise the worse one: a copy never hides a
 * modified file, in whatever order they come (docs/reliability.md, fault 109).
 */
function outranks(read: Read, earlier: Read): boolean {
	if (read.isSure !== earlier.isSure) return read.isSure;
	const worstFirst: Array<Finding['status']> = ['altered', 'lacking', 'right'];
	const [rank, earlierRank] = [read, earlier].map(({ finding }) =>
		worstFirst.indexOf(finding.status),
	);
	return rank < earlierRank;
}

function measured(bytes: Buffer): { size: number; sha256: string } {
	return { size: bytes.length, sha256: sha256(bytes) };
}

function statusOf(entry: FileEntry | undefined, actual: Finding['actual']): Finding['status'] {
	if (!entry) return 'unknown';
	if (!actual) return 'lacking';
	return actual.sha256 === entry.sha256 ? 'right' : 'altered';
}

/** The result, with an HTML page as its file. */
async function summaryItem(
	context: IExecuteFunctions,
	manifest: Manifest,
	findings: Finding[],
	itemIndex: number,
): Promise<INodeExecutionData> {
	const count = (status: Finding['status']) =>
		findings.filter((finding) => finding.status === status).length;
	const counts = {
		right: count('right'),
		altered: count('altered'),
		lacking: count('lacking'),
		unknown: count('unknown'),
	};
	const outcome = counts.altered || counts.lacking ? 'incomplete' : manifest.outcome;
	const { company, run, missing } = manifest;
	const details: IDataObject = { outcome, counts, company, run, missing: missing.length };
	const bytes = Buffer.from(verificationPage(manifest, findings, new Date().toISOString()));
	const file = {
		resource: 'backup',
		kind: 'report' as const,
		folder: '',
		fileName: 'verification.html',
		mimeType: 'text/html',
		bytes,
		details,
	};
	return {
		...(await fileItem(context, file, 'data', itemIndex)),
		pairedItem: { item: itemIndex, input: manifestInput },
	};
}
