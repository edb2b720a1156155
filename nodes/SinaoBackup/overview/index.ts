import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { fileItem, jsonFile } from '../../shared/files/path';
import { optionsCollection, outputFileProperty } from '../../shared/parameters/properties';
import { readTimeZone, timeZoneOption } from '../../shared/parameters/settings';
import type { Hint } from '../../shared/run/execute';
import { counted } from '../../shared/values/english';
import { type Overview, overviewOf, parseOverview, problemMessage, problemsOf } from './data';
import { overviewPage } from './page';

export const overviewProperties: INodeProperties[] = [
	{
		displayName: 'Overview Input Field',
		name: 'overviewField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input binary field containing the file',
		description: 'Field with the overview file of the last run; without it, this is the first run',
	},
	outputFileProperty,
	optionsCollection(timeZoneOption),
];

/** The input that is connected to the node that reads the last overview. */
const lastOverviewInput = 1;

/**
 * Outputs cabinet.html, one page about the backups of several companies, and cabinet.json, which the next run reads
 * and which is saved last. A company without a complete backup is also an item of the output 'Problems'.
 *
 * @throws SinaoFailure if an item names no company
 */
export async function writeOverview(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[][]> {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const timeZone = readTimeZone(options);
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const results = context.getInputData().map(({ json, error }) => ({
		...json,
		...(error ? { error: error.message } : {}),
	}));
	const overview = overviewOf(results, await lastOverview(context), new Date().toISOString());
	const problems = problemsOf(overview);
	const of = (outcome: string) =>
		overview.companies.filter((company) => company.outcome === outcome).length;
	if (overview.previousIsDamaged)
		hint('The last overview is damaged: earlier complete backups are not known.');
	if (problems.length)
		hint(
			`${counted(problems.length, 'company has', 'companies have')} no complete backup. See the 'Problems' output.`,
		);
	const file = async (fileName: string, mimeType: string, bytes: Buffer) =>
		await fileItem(
			context,
			{
				resource: 'backup',
				kind: 'report',
				folder: '',
				fileName,
				mimeType,
				bytes,
				details: {},
			},
			field,
			itemIndex,
		);
	return [
		[
			await file('cabinet.html', 'text/html', Buffer.from(overviewPage(overview, timeZone))),
			await file('cabinet.json', 'application/json', jsonFile(overview)),
		],
		problems.map((company) => ({
			json: { ...company, message: problemMessage(company) },
			pairedItem: { item: itemIndex },
		})),
		[
			{
				json: {
					kind: 'overview',
					companies: overview.companies.length,
					complete: of('complete'),
					incomplete: of('incomplete'),
					failed: of('failed'),
					absent: of('absent'),
				},
				pairedItem: { item: itemIndex },
			},
		],
	];
}

/** The last overview; null if there is none, undefined if it is damaged. */
async function lastOverview(context: IExecuteFunctions): Promise<Overview | null | undefined> {
	const field = context.getNodeParameter('overviewField', 0) as string;
	const binary = context.getInputData(lastOverviewInput)?.[0]?.binary?.[field];
	if (!binary) return null;
	return parseOverview(await context.helpers.getBinaryDataBuffer(0, binary));
}
