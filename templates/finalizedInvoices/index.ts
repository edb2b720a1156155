import { settingsNode, sinaoNode } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { chain, type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { saveName, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingY, notes } from './layout';
import { texts, downloadName, titleFor } from './texts';

const triggerName = 'When an invoice changes';

/** Starts the workflow when an invoice that is not a draft is created or changed. */
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

/** Downloads the PDF of the invoice in the event. */
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

function create(anyStorage: Storage): Template {
	const storage = { ...anyStorage, ...anyStorage.singleFolder };
	const prepare = storage.prepare?.([columns.prepare, 0]);
	const missing = reportMissing([downloadName], [columns.save, missingY]);
	const nodes = [
		...notes(storage),
		trigger,
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...(prepare ? [prepare] : []),
		downloadNode(storage),
		storage.save([columns.save, 0]),
		...missing.nodes,
	];
	const connections: Connection[] = [
		...chain([
			triggerName,
			settingsName,
			...(prepare ? [prepare.name] : []),
			downloadName,
			saveName,
		]),
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Saves the PDF of an invoice when it is finalized, and again whenever it changes. */
export const finalizedInvoices: TemplateSource = { key: 'save-at-once', create };
