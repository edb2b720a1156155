import { backupNode } from '../backup/steps';
import { manualTrigger, mergeNode, monthlyTrigger, settingsNode } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { chain, type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { saveName, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, listsY, middleY, missingInArchive, missingY, notes, rowHeight } from './layout';
import {
	allFilesName,
	allMissingName,
	archiveName,
	archiveTitle,
	documentLists,
	documents,
	downloadedName,
	exportNode,
	fec,
	lists,
	mailNode,
	nameFecNode,
} from './nodes';
import { texts, titleFor } from './texts';

const schedule = 'Every 5th of the month at 6 am';
const manual = 'Run manually';

function create(storage: Storage): Template {
	const prepare = storage.prepare?.([columns.prepare, middleY]);
	const before = prepare?.name ?? settingsName;
	const sources = [...lists, ...documents, fec];
	const filesFrom = [downloadedName, ...documentLists.map(({ name }) => name)];
	const nameFec = nameFecNode([columns.sinao + 240, (sources.length - 1) * rowHeight + 60]);
	const mail = mailNode([columns.save, middleY + 160]);
	const missing = reportMissing([archiveName], [columns.save, missingY], missingInArchive);
	const nodes: NodeDeclaration[] = [
		...notes(storage),
		monthlyTrigger(schedule, [columns.triggers, middleY - rowHeight / 2]),
		manualTrigger(manual, [columns.triggers, middleY + rowHeight / 2]),
		settingsNode(
			settingsName,
			[
				{ name: 'period', value: 'lastMonth' },
				{ name: 'fiscalYearBeginsIn', value: '1' },
				...storage.settings,
				{ name: 'mailFrom', value: '' },
				{ name: 'mailTo', value: '' },
			],
			[columns.settings, middleY],
		),
		...(prepare ? [prepare] : []),
		...sources.map((source, index) => exportNode(source, [columns.sinao, index * rowHeight])),
		nameFec,
		mergeNode(downloadedName, sources.length, [columns.downloaded, middleY]),
		...documentLists.map((source, index) =>
			exportNode(source, [columns.lists, listsY + index * rowHeight]),
		),
		mergeNode(allFilesName, filesFrom.length, [columns.merge, middleY]),
		mergeNode(allMissingName, documents.length + 1, [columns.merge, missingY]),
		backupNode(
			archiveName,
			{
				operation: 'createArchive',
				archiveName: archiveTitle,
				archiveInputField: 'data',
				binaryPropertyName: 'data',
			},
			[columns.archive, middleY],
		),
		storage.save([columns.save, middleY]),
		mail,
		...missing.nodes,
	];
	const connections: Connection[] = [
		...[schedule, manual].map((from) => ({ from, to: settingsName })),
		...(prepare ? chain([settingsName, prepare.name]) : []),
		...sources.map(({ name }) => ({ from: before, to: name })),
		...sources.map(({ name }, input) => ({ from: name, to: downloadedName, input })),
		...documentLists.map(({ name }) => ({ from: downloadedName, to: name })),
		...filesFrom.map((from, input) => ({ from, to: allFilesName, input })),
		...documents.map(({ name }, input) => ({
			from: name,
			output: 1,
			to: allMissingName,
			input,
		})),
		{ from: fec.name, output: 1, to: nameFec.name },
		{ from: nameFec.name, to: allMissingName, input: documents.length },
		{ from: allFilesName, to: archiveName },
		{ from: allMissingName, to: archiveName, input: 1 },
		{ from: archiveName, to: saveName },
		{ from: archiveName, to: mail.name },
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Puts what an accountant needs of a month, quarter or fiscal year into one ZIP archive. */
export const accountantPack: TemplateSource = { key: 'accountant-pack', create };
