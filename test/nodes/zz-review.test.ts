import { cleanUp, fileOf, runNode } from '../support/engine';
import { type SinaoOptions, type SinaoServer, startSinao } from '../support/sinao';
let api: SinaoServer | undefined;
async function start(options: SinaoOptions): Promise<SinaoServer> {
	return (api = await startSinao({ seed: 3, nasty: false, ...options }));
}
afterEach(async () => await api?.close());
afterAll(cleanUp);
it('bulk always, drafts', async () => {
	const service = await start({ size: { quotes: 48 } });
	const list = service.company.lists.quotes as any[];
	const drafts = list.filter((r) => r.status === 'draft');
	const finals = list.filter(({ id, status }) => status !== 'draft' && service.document('quotes', id));
	const { zipSync } = await import('fflate');
	const entries = Object.fromEntries(finals.map((r) => [`${r.number}.pdf`, service.document('quotes', r.id) as Buffer]));
	service.faults.add({ path: '/download$', fault: { kind: 'bytes', base64: Buffer.from(zipSync(entries)).toString('base64') } });
	const pdf = service.document('quotes', finals[0].id) as Buffer;
	for (const d of drafts.slice(1)) service.faults.add({ path: `/quotes/${d.id}/pdf$`, fault: { kind: 'bytes', base64: pdf.toString('base64'), contentType: 'application/pdf' } });
	const { apiKey, baseUrl } = service;
	for (const downloadInBulk of [true, false]) {
		const r = await runNode({ type: 'sinaoQuotes', parameters: { operation: 'downloadPdf', choose: 'filters', options: { firstWait: 1, downloadInBulk } }, credentials: { sinaoApi: { apiKey, baseUrl, appId: String(service.appId) } }, items: [{ json: {} }] });
		console.log('ALWAYS', downloadInBulk, 'drafts', drafts.length, 'out', r.outputs[0].length, r.outputs[1].length, r.hints.map(({ message }) => message), service.requests.filter(({ path }) => path.endsWith('/pdf')).length);
	}
});
