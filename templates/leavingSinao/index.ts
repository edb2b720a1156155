import { nextPartSteps, nextPartTriggerName, sizeOfPart } from '../backup/nextPart';
import { backupSteps, writeManifestName } from '../backup/steps';
import { verificationSteps, verifyName } from '../backup/verification';
import { manualTrigger, settingsNode } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { type Connection, workflow } from '../parts/workflow';
import { incremental, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingOrModified, missingY, notes, verificationY } from './layout';
import { texts, titleFor } from './texts';

const manual = 'Run manually';

function create(anyStorage: Storage): Template {
	const storage = incremental(anyStorage);
	const backup = backupSteps(storage, [columns.backup, 0], {
		maximumFiles: sizeOfPart(nextPartTriggerName),
		leavingChecklist: true,
	});
	const next = nextPartSteps([columns.trigger, 180], [columns.backup, 0]);
	const verification = verificationSteps(storage, [columns.backup, verificationY]);
	const missing = reportMissing(
		[writeManifestName, verifyName],
		[columns.missing, missingY],
		missingOrModified,
	);
	const nodes = [
		...notes(storage),
		manualTrigger(manual, [columns.trigger, 0]),
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...backup.nodes,
		...next.nodes,
		...verification.nodes,
		...missing.nodes,
	];
	const connections: Connection[] = [
		{ from: manual, to: settingsName },
		...backup.connections,
		...next.connections,
		...verification.connections,
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Exports the whole account once, then reads every file back and verifies it. */
export const leavingSinao: TemplateSource = { key: 'leaving-sinao', create };
