import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Instance } from '../test/support/n8n/instance';
import { fillIn, readTemplate, sinaoCredential } from '../test/support/n8n/workflows';
import { type CaseSetup, showRound } from './case';
import { type MeasuredN8n, startMeasuredN8n } from './n8n';
import { type Costs, noRequests, type Round } from './results';
import { startService } from './startService';
import { trigger, workflows } from './workflows';

/** The folder into which the case of the backup saves, and from which that of the verification reads. */
const folderOf = ({ outputFolder }: Instance, invoices: number) =>
	path.join(outputFolder, `backup-${invoices}`);

/** MB of a file, if it exists. */
function sizeOf(file: string): number | undefined {
	return existsSync(file) ? statSync(file).size / 1e6 : undefined;
}

/**
 * What Write Manifest saved last.
 *
 * @throws Error if there is no manifest, or if the backup is not complete
 */
function writtenFiles(folder: string, { nodes }: Round): Partial<Round> {
	const manifest = path.join(folder, 'manifest.json');
	if (!existsSync(manifest)) throw new Error('The backup has no manifest');
	const { outcome, missing } = JSON.parse(readFileSync(manifest, 'utf8')) as {
		outcome: string;
		missing: unknown[];
	};
	if (outcome !== 'complete')
		throw new Error(`The backup is '${outcome}': ${missing.length} files are missing`);
	return {
		missing: missing.length,
		manifest: sizeOf(manifest),
		report: sizeOf(path.join(folder, '0 - rapport.html')),
		index: sizeOf(path.join(folder, '0 - index.html')),
		writing: nodes?.['Write the manifest'],
	};
}

async function measureRest(n8n: MeasuredN8n, folder: string): Promise<void> {
	const empty = workflows.empty({ list: '', folder, credentials: {} });
	await n8n.measureRest(await n8n.addWorkflow(empty));
}

/** Runs the template of the nightly backup: once for the whole account, then with nothing new. */
export async function measureBackup(
	{ key, rounds, service: options }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const service = await startService(options);
	const n8n = await startMeasuredN8n(prepared);
	try {
		const folder = folderOf(prepared, options.invoices);
		mkdirSync(folder, { recursive: true });
		const { type, data } = sinaoCredential(service);
		const credential = await n8n.addCredential(type, data);
		const template = fillIn(
			readTemplate('nightly-backup-disk'),
			{ folder },
			{ 'n8n-nodes-sinao': credential },
		);
		await measureRest(n8n, folder);
		const workflowId = await n8n.addWorkflow(template);
		// An execution starts the published version of its workflow for the next part.
		await n8n.activate(workflowId);
		const costs: Costs = { 'first backup': [], 'nothing new': [] };
		for (let round = 0; round <= rounds; round++) {
			const name = round === 0 ? 'first backup' : 'nothing new';
			await service.counts();
			const cost = { ...(await n8n.run(workflowId, 'Run manually')), ...(await service.counts()) };
			costs[name].push({ ...cost, ...writtenFiles(folder, cost) });
			showRound(key, name, cost.milliseconds);
		}
		return costs;
	} finally {
		await n8n.close();
		await service.close();
	}
}

/** Reads the files of a backup back and verifies them. The case of the backup has to run before. */
export async function measureVerification(
	{ key, rounds, service: { invoices } }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const folder = folderOf(prepared, invoices);
	if (!existsSync(path.join(folder, 'manifest.json')))
		throw new Error(`It needs the files of 'backup-${invoices}' from the same run`);
	const n8n = await startMeasuredN8n(prepared);
	try {
		await measureRest(n8n, folder);
		const workflowId = await n8n.addWorkflow(workflows.verification(folder));
		const costs: Costs = { verification: [] };
		for (let round = 0; round <= rounds; round++) {
			const cost = await n8n.run(workflowId, trigger);
			const page = path.join(folder, 'verification.html');
			if (!readFileSync(page, 'utf8').includes('Fichiers intacts'))
				throw new Error('The verification found differences');
			costs.verification.push({ ...cost, ...noRequests, report: sizeOf(page) });
			showRound(key, `round ${round}`, cost.milliseconds);
		}
		return costs;
	} finally {
		await n8n.close();
	}
}
