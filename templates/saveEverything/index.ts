import {
	manualTrigger,
	mergeNode,
	namingFilesOf,
	settingsNode,
	sinaoNode,
	weeklyTrigger,
} from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { documentDownloads, documentLists, sinaoExports } from '../parts/sinaoExports';
import { chain, type Connection, workflow } from '../parts/workflow';
import { type Storage, saveName, settingsName } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import {
	columns,
	firstExports,
	listsY,
	middle,
	missingReport,
	missingY,
	notes,
	rowHeight,
	saveY,
} from './layout';
import { texts, titleFor } from './texts';

const schedule = 'Every Monday at 3 am';
const manual = 'Run manually';
const downloadedName = 'Documents downloaded';

/** The last list without documents outputs a file in each run, so the lists with documents follow if there are none too. */
const beforeLists = firstExports.slice(-documentDownloads.length - 1);

function create(storage: Storage): Template {
	const prepare = storage.prepare?.([columns.prepare, middle]);
	const beforeExports = prepare?.name ?? settingsName;
	const missing = reportMissing(
		documentDownloads.map(({ name }) => name),
		[columns.save, missingY],
		missingReport,
	);
	const nodes = [
		...notes(storage),
		weeklyTrigger(schedule, [columns.triggers, middle - rowHeight / 2]),
		manualTrigger(manual, [columns.triggers, middle + rowHeight / 2]),
		settingsNode(settingsName, storage.settings, [columns.settings, middle]),
		...(prepare ? [prepare] : []),
		...firstExports.map(({ name, type, operation }, index) =>
			sinaoNode(name, type, operation, storage.fileOptions, [columns.sinao, index * rowHeight]),
		),
		mergeNode(downloadedName, beforeLists.length, [columns.downloaded, listsY + rowHeight - 32]),
		...documentLists.map(({ name, type, operation, documents }, index) =>
			namingFilesOf(
				String(documents),
				sinaoNode(name, type, operation, storage.fileOptions, [
					columns.lists,
					listsY + index * rowHeight,
				]),
			),
		),
		storage.save([columns.save, saveY]),
		...missing.nodes,
	];
	const connections: Connection[] = [
		...[schedule, manual].map((from) => ({ from, to: settingsName })),
		...(prepare ? chain([settingsName, prepare.name]) : []),
		...firstExports.map(({ name }) => ({ from: beforeExports, to: name })),
		...sinaoExports.map(({ name }) => ({ from: name, to: saveName })),
		...beforeLists.map(({ name }, input) => ({ from: name, to: downloadedName, input })),
		...documentLists.map(({ name }) => ({ from: downloadedName, to: name })),
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Backs up the whole account every week: the template for most users. */
export const saveEverything: TemplateSource = { key: 'save-everything', create };
