import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../test/support/pack';
import { showProgress } from '../test/support/n8n/progress';
import { startServer } from '../test/support/n8n/server';
import { owner } from '../test/support/n8n/session';
import { prepareDemo, workflowId } from './demoInstance';

const outputFolder = path.join(projectFolder, 'demo-output');

const interrupted = new Promise<void>((resolve) => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
});

async function main(): Promise<void> {
	await mkdir(outputFolder, { recursive: true });
	const demo = await prepareDemo(outputFolder);
	try {
		const server = await showProgress('Starting the n8n editor', startServer(demo.n8n));
		try {
			process.stdout.write(
				[
					'',
					`  Editor    ${server.url}/workflow/${workflowId}`,
					`  Login     ${owner.email}  ${owner.password}`,
					`  Sinao     ${demo.api.baseUrl}  API key ${demo.api.apiKey}  company ${demo.api.appId}`,
					`  Files     ${outputFolder}`,
					'',
					'  Ctrl-C ends it. After a change in nodes/ end it and run this command again.',
					'',
				].join('\n'),
			);
			await interrupted;
		} finally {
			await server.close();
		}
	} finally {
		await demo.close();
	}
}

void main();
