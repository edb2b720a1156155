import { backUpName, backupNode, backupSteps, saveManifestName } from '../backup/steps';
import { calledTrigger, sizeOfPart } from '../backup/nextPart';
import { ifNode, manualTrigger, nightlyTrigger, settingsNode, stopNode } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { chain, type Connection, type NodeDeclaration, workflow } from '../parts/workflow';
import { lastManifest, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import {
	companyFolder,
	companyName,
	companyStorage,
	companyTriggerName,
	overviewStorage,
	readOverviewName,
	saveOverviewName,
} from './companyStorage';
import {
	backUpY,
	columns,
	companyColumns,
	companyY,
	incompleteCompanies,
	listY,
	missingY,
	notes,
	overviewY,
} from './layout';
import {
	backUpCompanyNode,
	companyLeftNode,
	eachCompanyNode,
	listCompaniesNode,
	outcomeNode,
	resultNode,
	sameCompanyNode,
	selectedCompany,
	writeOverviewName,
} from './nodes';
import { texts, titleFor } from './texts';

const schedule = 'Every night at 2 am';
const manual = 'Run manually';
const forAllName = 'All companies?';
const reachableName = 'Overview reachable?';
const notReachableName = 'Stop: no backups';

/** Backs up one company; n8n runs it as a separate execution. */
function companySteps(storage: Storage): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const x = companyColumns(storage);
	const folder = companyFolder(storage, [x.folder, companyY]);
	const backup = backupSteps(companyStorage(storage), [x.backup, companyY], {
		maximumFiles: sizeOfPart(companyTriggerName),
	});
	const outcome = outcomeNode([x.outcome, companyY]);
	return {
		nodes: [
			...folder.nodes,
			...backup.nodes.map((node) =>
				node.name === backUpName
					? { ...node, parameters: { ...node.parameters, ...selectedCompany } }
					: node,
			),
			outcome,
		],
		connections: [
			{ from: forAllName, output: 1, to: folder.first },
			...folder.connections,
			...backup.connections.map(({ from, ...connection }) => ({
				from: from === settingsName ? companyName : from,
				...connection,
			})),
			...chain([saveManifestName, outcome.name]),
		],
	};
}

/** Backs up each company in turn and writes the overview. */
function overviewSteps(storage: Storage): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const own = overviewStorage(storage);
	const prepare = own.prepare?.([columns.overview, overviewY - 200]);
	const read = own.read(lastManifest, [columns.overview, overviewY]);
	const reachable = ifNode(
		reachableName,
		`Boolean($binary.data) || (($json.error !== undefined || Object.keys($json).length === 0) && ${own.isAbsent ?? 'true'})`,
		[columns.reachable, overviewY],
	);
	const list = listCompaniesNode([columns.reachable + 220, listY]);
	const each = eachCompanyNode([columns.loop, listY]);
	const backUp = backUpCompanyNode([columns.loop + 200, backUpY]);
	const result = resultNode([columns.loop + 385, backUpY]);
	const left = companyLeftNode([columns.loop + 570, backUpY]);
	const again = sameCompanyNode([columns.loop + 385, listY]);
	const missing = reportMissing(
		[writeOverviewName],
		[columns.missing, missingY],
		incompleteCompanies,
	);
	return {
		nodes: [
			...(prepare ? [prepare] : []),
			...read,
			reachable,
			stopNode(
				notReachableName,
				`'${readOverviewName}' could not reach the storage. Check the output of that node. No company was backed up.`,
				[columns.reachable + 220, overviewY - 200],
			),
			list,
			each,
			backUp,
			result,
			left,
			again,
			backupNode(
				writeOverviewName,
				{ operation: 'writeOverview', overviewField: 'data', binaryPropertyName: 'data' },
				[columns.write, overviewY],
			),
			own.save([columns.write + 240, overviewY]),
			...missing.nodes,
		],
		connections: [
			...(prepare ? [{ from: forAllName, to: prepare.name }] : []),
			{ from: forAllName, to: read[0].name },
			...chain([...read.map(({ name }) => name), reachableName]),
			{ from: reachableName, output: 1, to: notReachableName },
			...chain([reachableName, list.name, each.name]),
			{ from: reachableName, to: writeOverviewName, input: 1 },
			{ from: each.name, output: 1, to: backUp.name },
			...chain([backUp.name, result.name, left.name, again.name, backUp.name]),
			{ from: left.name, output: 1, to: each.name },
			{ from: each.name, to: writeOverviewName },
			...chain([writeOverviewName, saveOverviewName]),
			...missing.connections,
		],
	};
}

function create(anyStorage: Storage): Template {
	const storage = { ...anyStorage, ...anyStorage.singleFolder };
	const overview = overviewSteps(storage);
	const company = companySteps(storage);
	const nodes: NodeDeclaration[] = [
		...notes(storage),
		nightlyTrigger(schedule, [columns.triggers, overviewY - 180]),
		manualTrigger(manual, [columns.triggers, overviewY]),
		calledTrigger(companyTriggerName, [columns.triggers, overviewY + 180]),
		settingsNode(settingsName, storage.settings, [columns.settings, overviewY]),
		ifNode(forAllName, `!$('${companyTriggerName}').isExecuted`, [columns.forAll, overviewY]),
		...overview.nodes,
		...company.nodes,
	];
	const connections: Connection[] = [
		...[schedule, manual, companyTriggerName].map((from) => ({ from, to: settingsName })),
		{ from: settingsName, to: forAllName },
		...company.connections,
		...overview.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/**
 * Backs up every company of a login, each in its own folder. The workflow calls itself once per company, so that each
 * company is a separate execution: one that fails does not stop the others, and its data leaves the memory when it ends.
 */
export const allCompanies: TemplateSource = { key: 'back-up-all-companies', create };
