import { missingEnding } from '../parts/ending';
import { byHand, everyWeek, settingsNode, sinaoNode } from '../parts/nodes';
import { type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { downloads, rows } from '../saveEverything/rows';
import { saveName, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, notes, rowHeight } from './layout';
import { countedLists, orderNode, partFilters, switchNode, webhookNode, yearNodes } from './parts';
import { description, titleFor } from './words';

const schedule = 'Every Sunday at 1 am';
const manual = 'Run by hand';
const exports = rows.filter(({ operation }) => operation === 'exportCsv');
const documents = rows.filter(({ operation }) => operation === 'downloadPdf');

function make(storage: Storage): Template {
	const middle = ((rows.length - 1) * rowHeight) / 2;
	const prepare = storage.prepare?.([columns.prepare, middle]);
	const share = switchNode([columns.share, middle]);
	const webhook = webhookNode([columns.triggers, middle + rowHeight]);
	const years = yearNodes([columns.save, -2 * rowHeight]);
	const lists = countedLists.map((list, index) =>
		list.node([columns.sinao, (index - 3) * rowHeight]),
	);
	const order = orderNode([columns.save + 480, -2 * rowHeight]);
	const ending = missingEnding(downloads, [columns.save, rows.length * rowHeight]);
	const settings = settingsNode(
		settingsName,
		[...storage.settings, { name: 'webhook', value: 'http://localhost:5678/webhook/sinao-part' }],
		[columns.settings, middle],
	);
	const nodes: NodeDeclaration[] = [
		...notes(storage),
		everyWeek(schedule, [columns.triggers, middle - rowHeight]),
		byHand(manual, [columns.triggers, middle]),
		webhook,
		{ ...settings, parameters: { ...settings.parameters, includeOtherFields: true } },
		...(prepare ? [prepare] : []),
		share,
		...lists,
		...years,
		order,
		...exports.map(({ name, type, operation }, index) =>
			sinaoNode(name, type, operation, storage.fileOptions, [columns.sinao, index * rowHeight]),
		),
		...documents.map(({ name, type, operation }, index): NodeDeclaration => {
			const node = sinaoNode(name, type, operation, storage.fileOptions, [
				columns.sinao,
				(exports.length + index) * rowHeight,
			]);
			return { ...node, parameters: { ...node.parameters, filters: partFilters } };
		}),
		storage.save([columns.save, middle]),
		...ending.nodes,
	];
	const connections: Connection[] = [
		...[schedule, manual, webhook.name].map((from) => ({ from, to: settingsName })),
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		{ from: prepare?.name ?? settingsName, to: share.name },
		...exports.map(({ name }) => ({ from: share.name, to: name })),
		...lists.map(({ name }) => ({ from: share.name, to: name })),
		...documents.map(({ name }, index) => ({ from: share.name, output: index + 1, to: name })),
		...lists.map(({ name }) => ({ from: name, to: years[0].name })),
		{ from: years[0].name, to: years[1].name },
		{ from: years[1].name, to: order.name },
		...[...exports, ...documents].map(({ name }) => ({ from: name, to: saveName })),
		...ending.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: description(storage),
	};
}

/** Splits a large account by year over executions that any worker of a queue takes. */
export const shareOutYears: TemplateSource = { key: 'share-out-years', make };
