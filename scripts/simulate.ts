import { readFileSync } from 'node:fs';
import { startSinao } from '../test/support/sinao';
import { optionsFromCheck } from '../test/support/sinao/fromCheck';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Starts a simulated Sinao that behaves as the file `account-check.json` of an account says, until Ctrl-C. */
async function main(file: string | undefined): Promise<void> {
	if (!file) throw new Error('Usage: npm run simulate -- account-check.json');
	const check = JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof optionsFromCheck>[0];
	if (check.format !== 'n8n-nodes-sinao account check')
		throw new Error(`${file} was not created by Check Account`);
	const options = optionsFromCheck(check);
	const api = await startSinao(options);
	say(`\nIn a test: startSinao(${JSON.stringify(options, null, '\t')})\n`);
	say(`  Base URL  ${api.baseUrl}`);
	say(`  API key   ${api.apiKey}`);
	say(`  Company   ${api.appId}`);
	say('\nCtrl-C ends it.');
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => void api.close().then(() => process.exit()));
}

void main(process.argv[2]).catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
