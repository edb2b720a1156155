import { manualTrigger, settingsNode, sinaoNode, weeklyTrigger } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { documentDownloads, listExports, sinaoExports } from '../parts/sinaoExports';
import { type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { saveName, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingY, notes, rowHeight } from './layout';
import {
	documentTypes,
	getDatesNode,
	partFilters,
	partsNodes,
	startPartNode,
	switchNode,
	webhookNode,
} from './nodes';
import { texts, titleFor } from './texts';

const schedule = 'Every Sunday at 1 am';
const manual = 'Run manually';

function create(storage: Storage): Template {
	const middle = ((sinaoExports.length - 1) * rowHeight) / 2;
	const prepare = storage.prepare?.([columns.prepare, middle]);
	const selectBranch = switchNode([columns.switch, middle]);
	const webhook = webhookNode([columns.triggers, middle + rowHeight]);
	const parts = partsNodes([columns.save, -2 * rowHeight - 140]);
	const getDates = documentTypes.map((documentType, index) =>
		getDatesNode(documentType, [columns.sinao, (index - 3) * rowHeight - 140]),
	);
	const startPart = startPartNode([columns.save + 480, -2 * rowHeight - 140]);
	const missing = reportMissing(
		documentDownloads.map(({ name }) => name),
		[columns.save, missingY],
	);
	const settings = settingsNode(
		settingsName,
		[...storage.settings, { name: 'webhook', value: 'http://localhost:5678/webhook/sinao-part' }],
		[columns.settings, middle],
	);
	const nodes: NodeDeclaration[] = [
		...notes(storage),
		weeklyTrigger(schedule, [columns.triggers, middle - rowHeight]),
		manualTrigger(manual, [columns.triggers, middle]),
		webhook,
		{ ...settings, parameters: { ...settings.parameters, includeOtherFields: true } },
		...(prepare ? [prepare] : []),
		selectBranch,
		...getDates,
		...parts,
		startPart,
		...listExports.map(({ name, type, operation }, index) =>
			sinaoNode(name, type, operation, storage.fileOptions, [columns.sinao, index * rowHeight]),
		),
		...documentDownloads.map(({ name, type, operation }, index): NodeDeclaration => {
			const node = sinaoNode(name, type, operation, storage.fileOptions, [
				columns.sinao,
				(listExports.length + index) * rowHeight,
			]);
			return { ...node, parameters: { ...node.parameters, filters: partFilters } };
		}),
		storage.save([columns.save, middle]),
		...missing.nodes,
	];
	const connections: Connection[] = [
		...[schedule, manual, webhook.name].map((from) => ({ from, to: settingsName })),
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		{ from: prepare?.name ?? settingsName, to: selectBranch.name },
		...listExports.map(({ name }) => ({ from: selectBranch.name, to: name })),
		...getDates.map(({ name }) => ({ from: selectBranch.name, to: name })),
		...documentDownloads.map(({ name }, index) => ({
			from: selectBranch.name,
			output: index + 1,
			to: name,
		})),
		...getDates.map(({ name }) => ({ from: name, to: parts[0].name })),
		{ from: parts[0].name, to: parts[1].name },
		{ from: parts[1].name, to: startPart.name },
		...sinaoExports.map(({ name }) => ({ from: name, to: saveName })),
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Splits a large account by year into executions that the workers of a queue run in parallel. */
export const yearsInParallel: TemplateSource = { key: 'share-out-years', create };
