import { missingEnding } from '../parts/ending';
import { byHand, everyWeek, settingsNode, sinaoNode } from '../parts/nodes';
import { type Connection, workflow } from '../parts/workflow';
import { type Storage, saveName, settingsName } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { downloads, rows } from './rows';
import { columns, notes, rowHeight } from './layout';
import { description, titleFor } from './words';

const schedule = 'Every Monday at 3 am';
const manual = 'Run by hand';

function make(storage: Storage): Template {
	const middle = ((rows.length - 1) * rowHeight) / 2;
	const prepare = storage.prepare?.([columns.prepare, middle]);
	const before = prepare?.name ?? settingsName;
	const ending = missingEnding(downloads, [columns.save, rows.length * rowHeight]);
	const nodes = [
		...notes(storage),
		everyWeek(schedule, [columns.triggers, middle - rowHeight / 2]),
		byHand(manual, [columns.triggers, middle + rowHeight / 2]),
		settingsNode(settingsName, storage.settings, [columns.settings, middle]),
		...(prepare ? [prepare] : []),
		...rows.map(({ name, type, operation }, index) =>
			sinaoNode(name, type, operation, storage.fileOptions, [columns.sinao, index * rowHeight]),
		),
		storage.save([columns.save, middle]),
		...ending.nodes,
	];
	const connections: Connection[] = [
		{ from: schedule, to: settingsName },
		{ from: manual, to: settingsName },
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		...rows.map(({ name }) => ({ from: before, to: name })),
		...rows.map(({ name }) => ({ from: name, to: saveName })),
		...ending.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: description(storage),
	};
}

/** Saves the whole account, every week: the template for everybody. */
export const saveEverything: TemplateSource = { key: 'save-everything', make };
