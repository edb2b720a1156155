import { setting, settingsName } from '../storages/storage';
import { ifNode, type Position, stopNode } from './nodes';
import { chain, type InsertedSteps, type NodeDeclaration } from './workflow';

const createName = 'Create a test file';
const writeName = 'Write the test file';
const writableName = 'Folder writable?';

/** n8n's message; n8n translates only a part of the errors of the disk. */
const error = '$json.error';

/** What to do, by what n8n's message contains. */
const advice: Array<[pattern: string, text: string]> = [
	[
		'/not allowed/i',
		"n8n may only use the folders in the environment variable N8N_RESTRICT_FILE_ACCESS_TO (by default, the folder .n8n-files in the home folder of n8n''s user). Enter such a folder in ''Settings'', or add this one to the variable and restart n8n.",
	],
	[
		'/ENOENT|no such file|does not exist/i',
		'The folder does not exist where n8n runs. Create it. If n8n runs in Docker, mount a folder of the server as a volume under this path. A path that does not begin with / is below the folder in which n8n was started.',
	],
	[
		'/EACCES|EPERM|permission|not permitted/i',
		"n8n''s user may not write to the folder. Make this user its owner; in Docker, run ''chown 1000:1000'' on the folder of the server.",
	],
	['/EROFS|read-only/i', 'The folder is read-only. Mount it with write access.'],
	['/ENOSPC|EDQUOT|no space/i', 'The disk is full.'],
	['/ENOTDIR|not a directory|path is a file/i', 'A part of the path is a file, not a folder.'],
];

/** An expression for the advice. */
const adviceFor = advice.reduceRight(
	(otherwise, [pattern, text]) =>
		`${pattern}.test(${error}) ? '${text.replace(/''/g, "\\'")}' : ${otherwise}`,
	"''",
);

/** The file that the check leaves in the folder. */
const testFileName = '.n8n-folder-test';

/** Checks that n8n can write to the folder, before anything is requested from Sinao, and says what to do if it cannot. */
export function folderCheck([x, y]: Position): InsertedSteps {
	const folder = setting('folder');
	const stop = stopNode(
		'Stop: folder not writable',
		`=n8n cannot write to the folder '${folder}' in '${settingsName}'. {{ ${adviceFor} }} Nothing was saved. n8n says: {{ ${error} }}`,
		[x + 400, y + 200],
	);
	const nodes: NodeDeclaration[] = [
		{
			name: createName,
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			position: [x, y],
			// The nodes that follow read the field 'data'; it must not contain this file.
			parameters: {
				operation: 'toText',
				sourceProperty: 'folder',
				binaryPropertyName: 'test',
				options: {},
			},
		},
		{
			name: writeName,
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			position: [x + 200, y],
			parameters: {
				operation: 'write',
				fileName: `=${folder}/${testFileName}`,
				dataPropertyName: 'test',
				options: {},
			},
			onError: 'continueRegularOutput',
		},
		ifNode(writableName, `Boolean($json.fileName) && ${error} === undefined`, [x + 400, y]),
		stop,
	];
	return {
		nodes,
		connections: [
			...chain([createName, writeName, writableName]),
			{ from: writableName, output: 1, to: stop.name },
		],
		last: writableName,
		width: 640,
	};
}
