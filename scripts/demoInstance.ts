import { type SinaoServer, startSinao } from '../test/support/sinao';
import { importCredentials, importWorkflow } from '../test/support/n8n/commands';
import { createInstance, type Instance } from '../test/support/n8n/instance';
import { installN8n } from '../test/support/n8n/install';
import { showProgress } from '../test/support/n8n/progress';
import { fillIn, readTemplate, sinaoCredential } from '../test/support/n8n/workflows';
import { ifNode, manualTrigger, sinaoNode } from '../templates/parts/nodes';
import { chain, type NodeDeclaration, type Workflow, workflow } from '../templates/parts/workflow';

export const workflowId = 'sinaoTemplate001';
export const checkWorkflowId = 'sinaoCheck000001';

/** Checks the account and saves the two files of the check; the other items are its findings. */
function checkWorkflow(folder: string): Workflow {
	const save: NodeDeclaration = {
		name: 'Save',
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1,
		position: [600, 0],
		parameters: {
			operation: 'write',
			fileName: `=${folder}/{{ $json.path }}`,
			dataPropertyName: 'data',
			options: {},
		},
	};
	const nodes = [
		manualTrigger('Start', [0, 0]),
		sinaoNode('Check Account', 'sinaoBackup', 'checkAccount', {}, [200, 0]),
		ifNode('Is It a File?', "$json.kind === 'report'", [400, 0]),
		save,
	];
	return workflow('Check a Sinao account', nodes, chain(nodes.map(({ name }) => name)));
}

/** A simulated company and an n8n that has our nodes, its credential and the template for the disk. */
export interface DemoInstance {
	api: SinaoServer;
	n8n: Instance;
	close(): Promise<void>;
}

/** Sets all of it up, and says on the screen what it is doing. */
export async function prepareDemo(outputFolder: string): Promise<DemoInstance> {
	await installN8n();
	const size = { invoices: 500, quotes: 300, purchases: 400 };
	const api = await showProgress(
		'A simulated Sinao company: 500 invoices, 300 quotes, 400 purchases',
		startSinao({ seed: 1, size, nasty: false }),
	);
	try {
		const n8n = await showProgress(
			'A fresh n8n with this package, packed and installed as users get it',
			createInstance({ outputFolder }),
		);
		const credential = sinaoCredential(api);
		const template = fillIn(
			readTemplate('nightly-backup-disk'),
			{ folder: outputFolder },
			{ 'n8n-nodes-sinao': credential },
		);
		const check = fillIn(checkWorkflow(outputFolder), {}, { 'n8n-nodes-sinao': credential });
		const imported = importCredentials(n8n, [credential]).then(async () => {
			await importWorkflow(n8n, checkWorkflowId, check);
			await importWorkflow(n8n, workflowId, template);
		});
		await showProgress('Importing the credential and the workflows', imported);
		return {
			api,
			n8n,
			close: async () => {
				await n8n.dispose();
				await api.close();
			},
		};
	} catch (error) {
		await api.close();
		throw error;
	}
}
