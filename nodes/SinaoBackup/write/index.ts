import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { fileItem, filePath, jsonFile, type OutputFile, sha256 } from '../../shared/files/path';
import type { Hint } from '../../shared/run/execute';
import { indexData, indexPage, readMe } from '../indexPage';
import { pageNames } from '../manifest/pages';
import { parseDraft } from '../manifest/file';
import type { Draft, FileEntry, Manifest } from '../manifest/schema';
import type { NumberFindings } from '../numberSeries/findings';
import { reportData, reportJson } from '../report/data';
import { counted } from '../../shared/values/english';
import { reportPage } from '../report/page';
import { storageAnswers, summaryInput } from './confirmations';
import { differenceEntry, differingFiles, finish } from './finish';

/** n8n keeps what is in an item in memory, and in its database. */
const maximumPaths = 1000;

/**
 * Outputs the manifest of the confirmed files, the checksums and the report. The manifest is last: if it is
 * not saved, the previous one stays valid. Documents that are left for the next run because of 'Maximum Files' are not
 * missing, but the backup is not complete without them. `paths` of the summary lists the files that a node needs to read
 * for Verify Backup, if there are at most 1,000; the manifest lists all.
 *
 * @throws SinaoFailure if the 'Summary' input is not connected to Back Up Account
 */
export async function writeManifest(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[][]> {
	const draft = await readDraft(context, itemIndex);
	const manifest = finish(draft, storageAnswers(context, draft.run.id), new Date().toISOString());
	const { files, copy, numbering } = filesOf(manifest, draft);
	const pages = pageNames(manifest);
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const items: INodeExecutionData[] = [];
	const inFolder = (path: string) => [draft.folder, path].filter(Boolean).join('/');
	for (const file of files)
		items.push(
			await fileItem(context, { ...file, folder: inFolder(file.folder) }, field, itemIndex),
		);

	const { outcome, missing, counts, run, company, end } = manifest;
	const differing = differingFiles(manifest.files);
	if (differing.length)
		hint(
			`${counted(differing.length, 'electronic invoice differs', 'electronic invoices differ')} from Sinao. See ${pages.report}.`,
		);
	const left = missing.filter(({ reason }) => reason === 'notYet').length;
	const absent = missing.filter(({ reason }) => reason !== 'notYet');
	if (left)
		hint(
			`${counted(left, 'document')} will be downloaded in the next run ('Maximum Files' reached).`,
		);
	if (absent.length)
		hint(
			outcome === 'failed'
				? `Failed backup: ${counted(absent.length, 'missing file')}. See the 'Missing' output.`
				: `Incomplete backup: ${counted(absent.length, 'missing file')}. See the 'Missing' output.`,
		);
	const paired = { pairedItem: { item: itemIndex, input: summaryInput } };
	const summary: IDataObject = {
		kind: 'backup',
		outcome,
		company,
		run: { ...run, end },
		counts,
		missing: absent.length,
		left,
		differences: differing.length,
		numbering: numberingCounts(numbering),
		files: manifest.files.length,
		manifest: copy,
		pages: { ...pages },
	};
	const vouched = vouchedFiles(manifest);
	if (vouched.length <= maximumPaths) summary.paths = vouched.map(({ path }) => inFolder(path));
	return [
		items.map((item) => ({ ...item, ...paired })),
		[...absent, ...(draft.failOnDifferences ? differing.map(differenceEntry) : [])].map(
			(entry) => ({
				json: entry,
				...paired,
			}),
		),
		[{ json: summary, ...paired }],
	];
}

async function readDraft(context: IExecuteFunctions, itemIndex: number): Promise<Draft> {
	const binary: IBinaryData | undefined =
		context.getInputData(summaryInput)?.[itemIndex]?.binary?.draft;
	if (!binary)
		throw new SinaoFailure(
			finalFailure({
				reason: 'invalidRequest',
				message: "No backup summary on the 'Summary' input",
				description:
					"Connect the 'Summary' output of 'Back Up Account' to the 'Summary' input, and the storage node to the 'Saved' input.",
			}),
		);
	return parseDraft(await context.helpers.getBinaryDataBuffer(itemIndex, binary));
}

type ProofFile = Omit<OutputFile, 'resource'> & { resource: string };

/** The manifest, report and checksums, in the order in which to save them. */
function filesOf(
	manifest: Manifest,
	draft: Draft,
): {
	files: ProofFile[];
	copy: { path: string; sha256: string };
	numbering: NumberFindings | null;
} {
	const bytes = jsonFile(manifest);
	const { begin, id } = manifest.run;
	// Two runs that begin at the same time must not overwrite each other (docs/reliability.md, fault 59).
	const name = `${begin.replace(/[:.]/g, '-')} ${id.slice(0, 8)} manifest.json`;
	const location = filePath(['Manifestes'], name, manifest.scope.folderStructure);
	const copy = {
		path: [location.folder, location.fileName].filter(Boolean).join('/'),
		sha256: sha256(bytes),
	};
	const data = reportData(manifest, draft, copy);
	const pages = pageNames(manifest);
	const file = (
		kind: ProofFile['kind'],
		fileName: string,
		mimeType: string,
		content: string | Buffer,
	): ProofFile => ({
		resource: 'backup',
		kind,
		folder: '',
		fileName,
		mimeType,
		bytes: typeof content === 'string' ? Buffer.from(content) : content,
		details: { run: manifest.run.id },
	});
	const manifestCopy = { ...file('manifest', '', 'application/json', bytes), ...location };
	const proof = [
		file('report', 'rapport.json', 'application/json', reportJson(data)),
		file('report', pages.report, 'text/html', reportPage(data)),
		file('checksums', 'SHA256SUMS', 'text/plain', checksums([...vouchedFiles(manifest), copy])),
		file('manifest', 'manifest.json', 'application/json', bytes),
	];
	const index = indexData(manifest, draft.invoices, [
		{ ...copy, size: bytes.length },
		...proof.map((each) => ({
			path: each.fileName,
			size: each.bytes.length,
			sha256: sha256(each.bytes),
		})),
	]);
	const manifestFile = proof.pop() as ProofFile;
	return {
		copy,
		numbering: data.numbering,
		files: [
			manifestCopy,
			...proof,
			file('report', pages.index, 'text/html', indexPage(index)),
			file('report', pages.readMe, 'text/plain', readMe(index)),
			manifestFile,
		],
	};
}

/** How many invoice numbers to explain; null if the invoices were not read. The report names them. */
function numberingCounts(numbering: NumberFindings | null): IDataObject | null {
	if (!numbering) return null;
	const { series, duplicates } = numbering;
	return {
		missing: Number(series.flatMap(({ holes }) => holes).reduce((sum, gap) => sum + gap.count, 0n)),
		duplicates: duplicates.length,
		outOfOrder: series.reduce((sum, { outOfOrder }) => sum + outOfOrder.length, 0),
	};
}

/** All files except those marked as altered. */
function vouchedFiles({ files }: Manifest): FileEntry[] {
	return files.filter(({ state }) => state !== 'altered');
}

/**
 * The content of SHA256SUMS, for `sha256sum -c` in the folder of the backup: all verified files.
 * Paths need no escaping: they contain no line breaks or backslashes.
 */
function checksums(files: Array<Pick<FileEntry, 'path' | 'sha256'>>): string {
	return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}
