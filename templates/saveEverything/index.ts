import { manualTrigger, settingsNode, sinaoNode, weeklyTrigger } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { documentDownloads, sinaoExports } from '../parts/sinaoExports';
import { type Connection, workflow } from '../parts/workflow';
import { type Storage, saveName, settingsName } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingReport, missingY, notes, rowHeight } from './layout';
import { texts, titleFor } from './texts';

const schedule = 'Every Monday at 3 am';
const manual = 'Run manually';

function create(storage: Storage): Template {
	const middle = ((sinaoExports.length - 1) * rowHeight) / 2;
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
		...sinaoExports.map(({ name, type, operation }, index) =>
			sinaoNode(name, type, operation, storage.fileOptions, [columns.sinao, index * rowHeight]),
		),
		storage.save([columns.save, middle]),
		...missing.nodes,
	];
	const connections: Connection[] = [
		{ from: schedule, to: settingsName },
		{ from: manual, to: settingsName },
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		...sinaoExports.map(({ name }) => ({ from: beforeExports, to: name })),
		...sinaoExports.map(({ name }) => ({ from: name, to: saveName })),
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Backs up the whole account every week: the template for most users. */
export const saveEverything: TemplateSource = { key: 'save-everything', create };
