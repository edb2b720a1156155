import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n } from '../support/n8n/install';
import { skipWith } from '../support/n8n/target';
import { projectFolder } from '../support/pack';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'the demo uses an n8n of its own');

const folder = mkdtempSync(path.join(tmpdir(), 'sinao-demo-'));

beforeAll(async () => void (await installN8n()), 45 * 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Processes whose command or environment names a folder. */
function processesOf(name: string): string[] {
	return readdirSync('/proc')
		.filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
		.filter((id) =>
			['cmdline', 'environ'].some((file) => {
				try {
					return readFileSync(`/proc/${id}/${file}`, 'utf8').includes(name);
				} catch {
					return false;
				}
			}),
		);
}

it(
	'The demo says first what it does and how long, saves a believable company, names the file to open, and leaves nothing running',
	async () => {
		// n8n's user folder, and what the demo packs, are below it.
		const demo = spawn(process.execPath, [require.resolve('tsx/cli'), 'scripts/demo.ts'], {
			cwd: projectFolder,
			env: { ...process.env, TMPDIR: folder },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const printed: string[] = [];
		demo.stdout.setEncoding('utf8').on('data', (text: string) => void printed.push(text));
		const [code] = (await once(demo, 'close')) as [number];
		const output = printed.join('');
		expect({ code, output }).toMatchObject({ code: 0 });
		expect(output.slice(0, 1000)).toMatch(/backs up .* company[^]*one to three minutes/);

		const saved = path.join(projectFolder, 'demo-output');
		const page = output.trim().split('\n').at(-1)?.split(': ').at(-1) as string;
		expect(page).toBe(path.join(saved, '0 - index.html'));
		expect(existsSync(page)).toBe(true);
		const names = readdirSync(saved).filter((name) => name.endsWith('.pdf'));
		expect(names.length).toBeGreaterThan(900);
		expect(names.filter((name) => !/^[\p{L}\d ()&'’.,-]+$/u.test(name))).toEqual([]);

		expect(processesOf(folder)).toEqual([]);
		expect(readdirSync(folder).filter((name) => name.startsWith('sinao-n8n-'))).toEqual([]);
	},
	10 * 60_000,
);
