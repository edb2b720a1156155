import { backupSteps, incomplete, writeName } from '../parts/backup';
import { missingEnding } from '../parts/ending';
import { byHand, everyNight, settingsNode } from '../parts/nodes';
import { type Connection, workflow } from '../parts/workflow';
import { settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingTop, notes, rowHeight } from './layout';
import { description, titleFor } from './words';

const schedule = 'Every night at 2 am';
const manual = 'Run by hand';

function make(anyStorage: Storage): Template {
	const storage = { ...anyStorage, ...anyStorage.forOneFolder };
	const backup = backupSteps(storage, [columns.backup, 0]);
	const ending = missingEnding([writeName], [columns.missing, missingTop], incomplete);
	const nodes = [
		...notes(storage),
		everyNight(schedule, [columns.triggers, -rowHeight / 2]),
		byHand(manual, [columns.triggers, rowHeight / 2]),
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...backup.nodes,
		...ending.nodes,
	];
	const connections: Connection[] = [
		{ from: schedule, to: settingsName },
		{ from: manual, to: settingsName },
		...backup.connections,
		...ending.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: description(storage),
	};
}

/** Saves every night what is new in the account, with a manifest that proves the whole. */
export const nightlyBackup: TemplateSource = { key: 'nightly-backup', make };
