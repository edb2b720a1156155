import { missingEnding } from '../parts/ending';
import { settingsNode, sinaoNode } from '../parts/nodes';
import { chain, type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { saveName, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingTop, notes } from './layout';
import { description, titleFor } from './words';

const triggerName = 'When an invoice changes';
const downloadName = 'Download its PDF';

/** Hears of invoices that were made or changed, and passes on those that are no drafts. */
const trigger: NodeDeclaration = {
	name: triggerName,
	type: 'n8n-nodes-sinao.sinaoTrigger',
	typeVersion: 1,
	position: [columns.trigger, 0],
	parameters: {
		authentication: 'apiKey',
		events: ['invoice.created', 'invoice.updated'],
		downloadDocument: false,
		simplify: true,
		options: { includeDrafts: false },
	},
};

/** Fetches the PDF of the invoice that the event is about. */
function downloadNode({ fileOptions }: Storage): NodeDeclaration {
	const node = sinaoNode(downloadName, 'sinaoInvoices', 'downloadPdf', fileOptions, [
		columns.sinao,
		0,
	]);
	const { authentication, operation, binaryPropertyName, options } = node.parameters;
	const document = {
		__rl: true,
		mode: 'id',
		value: `={{ $('${triggerName}').first().json.document.id }}`,
	};
	return {
		...node,
		parameters: { authentication, operation, choose: 'one', document, binaryPropertyName, options },
	};
}

function make(anyStorage: Storage): Template {
	const storage = { ...anyStorage, ...anyStorage.forOneFolder };
	const prepare = storage.prepare?.([columns.prepare, 0]);
	const ending = missingEnding([downloadName], [columns.save, missingTop]);
	const nodes = [
		...notes(storage),
		trigger,
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...(prepare ? [prepare] : []),
		downloadNode(storage),
		storage.save([columns.save, 0]),
		...ending.nodes,
	];
	const way = [
		triggerName,
		settingsName,
		...(prepare ? [prepare.name] : []),
		downloadName,
		saveName,
	];
	const connections: Connection[] = [...chain(way), ...ending.connections];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: description(storage),
	};
}

/** Saves the PDF of an invoice as soon as it is final, and again whenever it changes. */
export const saveAtOnce: TemplateSource = { key: 'save-at-once', make };
