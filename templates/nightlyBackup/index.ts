import { nextPartSteps, nextPartTriggerName, sizeOfPart } from '../backup/nextPart';
import { backupSteps, writeManifestName } from '../backup/steps';
import { manualTrigger, nightlyTrigger, settingsNode } from '../parts/nodes';
import { libraryPage } from '../parts/page';
import { reportMissing } from '../parts/reportMissing';
import { type Connection, workflow } from '../parts/workflow';
import { incremental, settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingY, notes, outcome, rowHeight } from './layout';
import { texts, titleFor } from './texts';

const schedule = 'Every night at 2 am';
const manual = 'Run manually';

function create(anyStorage: Storage): Template {
	const storage = incremental(anyStorage);
	const backup = backupSteps(storage, [columns.backup, 0], {
		maximumFiles: sizeOfPart(nextPartTriggerName),
	});
	const next = nextPartSteps([columns.triggers, rowHeight], [columns.backup, 0]);
	const missing = reportMissing([writeManifestName], [columns.missing, missingY], outcome);
	const nodes = [
		...notes(storage),
		nightlyTrigger(schedule, [columns.triggers, -rowHeight]),
		manualTrigger(manual, [columns.triggers, 0]),
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...backup.nodes,
		...next.nodes,
		...missing.nodes,
	];
	const connections: Connection[] = [
		{ from: schedule, to: settingsName },
		{ from: manual, to: settingsName },
		...backup.connections,
		...next.connections,
		...missing.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: libraryPage(texts(storage)),
	};
}

/** Backs up new and changed data every night, with a manifest of the whole backup. */
export const nightlyBackup: TemplateSource = { key: 'nightly-backup', create };
