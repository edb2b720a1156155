import { backupSteps, incomplete, writeName } from '../parts/backup';
import { type EndingWords, missingEnding } from '../parts/ending';
import { byHand, settingsNode } from '../parts/nodes';
import { verification, verifyName } from '../parts/verification';
import { type Connection, workflow } from '../parts/workflow';
import { settingsName, type Storage } from '../storages/storage';
import type { Template, TemplateSource } from '../template';
import { columns, missingTop, notes, verificationTop } from './layout';
import { description, titleFor } from './words';

const manual = 'Run by hand';

const ending: EndingWords = {
	stopName: 'Stop: something is missing or altered',
	message: 'file(s) are missing or not as they should be, everything else is saved.',
	entry: `json.status ? json.path + ': ' + json.status + (json.message ? ' (' + json.message + ')' : '') : ${incomplete.entry}`,
};

function make(anyStorage: Storage): Template {
	const storage = { ...anyStorage, ...anyStorage.forOneFolder };
	const backup = backupSteps(storage, [columns.backup, 0]);
	const check = verification(storage, [columns.backup, verificationTop]);
	const stop = missingEnding([writeName, verifyName], [columns.missing, missingTop], ending);
	const nodes = [
		...notes(storage),
		byHand(manual, [columns.trigger, 0]),
		settingsNode(settingsName, storage.settings, [columns.settings, 0]),
		...backup.nodes,
		...check.nodes,
		...stop.nodes,
	];
	const connections: Connection[] = [
		{ from: manual, to: settingsName },
		...backup.connections,
		...check.connections,
		...stop.connections,
	];
	return {
		workflow: workflow(titleFor(storage), nodes, connections),
		description: description(storage),
	};
}

/** Takes the whole account along, once, and reads everything back before it says that all is there. */
export const leavingSinao: TemplateSource = { key: 'leaving-sinao', make };
