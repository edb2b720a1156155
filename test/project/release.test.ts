import { execFileSync } from 'node:child_process';
import {
	copyFileSync,
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '../..');
const workflow = (name: string) =>
	readFileSync(path.join(root, '.github/workflows', name), 'utf8').replace(/^\s*#.*$/gm, '');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	version: string;
	scripts: Record<string, string>;
	repository: { url: string };
	homepage: string;
};

const before = `# Changelog

User-visible changes.

## Unreleased

### New

- Something new.

## 0.1.0 (2026-10-01)

- The first one.
`;

describe('The change log of this package', () => {
	const text = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');

	it("has a dated section for every version, that of package.json too, below 'Unreleased'", () => {
		const [first, ...versions] = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
		expect(first).toBe('Unreleased');
		expect(versions.filter((title) => !/^\d+\.\d+\.\d+ \(20\d\d-\d\d-\d\d\)$/.test(title))).toEqual(
			[],
		);
		expect(versions.map((title) => title.split(' ')[0])).toContain(manifest.version);
	});

	it('gives the notes of the version in the example of CONTRIBUTING.md', () => {
		const guide = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
		const [, version] = /npm run changelog -- notes (\S+)`/.exec(guide) as RegExpExecArray;
		const notes = execFileSync(
			path.join(root, 'node_modules/.bin/tsx'),
			['scripts/changelog.ts', 'notes', version],
			{ cwd: root, encoding: 'utf8', stdio: 'pipe' },
		);
		expect(text).toContain(`## ${version} (`);
		expect(text).toContain(notes);
	});
});

describe('The change log of a release', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'sinao-release-'));
		writeFileSync(path.join(folder, 'CHANGELOG.md'), before);
		writeFileSync(path.join(folder, 'package.json'), '{ "version": "0.2.0" }');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	const changelog = () => readFileSync(path.join(folder, 'CHANGELOG.md'), 'utf8');
	const run = (...parameters: string[]) =>
		execFileSync(
			path.join(root, 'node_modules/.bin/tsx'),
			[path.join(root, 'scripts/changelog.ts'), ...parameters],
			{ cwd: folder, encoding: 'utf8', stdio: 'pipe' },
		);

	it('is cut: what was unreleased has the number of the version and the date, and the rest stays', () => {
		const days = [new Date()];
		run('cut');
		days.push(new Date());
		const dated = days.map((day) => {
			const date = day.toISOString().slice(0, 10);
			return before.replace('## Unreleased\n', `## Unreleased\n\n## 0.2.0 (${date})\n`);
		});
		expect(dated).toContain(changelog());
	});

	it('becomes the notes of the release: the section of that version alone', () => {
		run('cut');
		expect(run('notes', '0.2.0')).toBe('### New\n\n- Something new.\n');
		expect(run('notes', '0.1.0')).toBe('- The first one.\n');
	});

	it('is not cut twice, without anything new, or given for a version that it does not have', () => {
		run('cut');
		const once = changelog();
		expect(() => run('cut')).toThrow('already has a section 0.2.0');
		writeFileSync(path.join(folder, 'package.json'), '{ "version": "0.3.0" }');
		expect(() => run('cut')).toThrow("nothing under 'Unreleased'");
		expect(changelog()).toBe(once);
		expect(() => run('notes', '0.3.0')).toThrow('no dated section 0.3.0');
		expect(() => run('notes', 'Unreleased')).toThrow('no dated section Unreleased');
	});

	it('is cut by the command for a release, in the commit that it tags, with the version that manifests name', () => {
		const git = (...parameters: string[]) =>
			execFileSync('git', parameters, { cwd: folder, encoding: 'utf8' });
		const tsx = path.join(root, 'node_modules/.bin/tsx');
		const scripts = Object.fromEntries(
			['release', 'version', 'changelog'].map((name) => [
				name,
				manifest.scripts[name].replace('tsx scripts', `${tsx} ${root}/scripts`),
			]),
		);
		writeFileSync(
			path.join(folder, 'package.json'),
			JSON.stringify({ name: 'a', version: '0.1.0', scripts }),
		);
		const code = 'nodes/SinaoBackup/manifest/schema.ts';
		cpSync(path.join(root, code), path.join(folder, code));
		// The repository's own configuration turns scripts off.
		copyFileSync(path.join(root, '.npmrc'), path.join(folder, '.npmrc'));
		git('init', '--quiet');
		git('config', 'user.email', 'a@example.com');
		git('config', 'user.name', 'A');
		git('add', '.');
		git('commit', '--quiet', '--message', 'First');
		execFileSync('npm', ['run', 'release', '--', 'minor'], { cwd: folder, stdio: 'pipe' });
		expect(git('tag').trim()).toBe('v0.2.0');
		expect(git('show', 'v0.2.0:CHANGELOG.md')).toMatch(/^## 0\.2\.0 \(/m);
		expect(git('show', `v0.2.0:${code}`)).toContain(
			"tool = { name: 'n8n-nodes-sinao', version: '0.2.0' };",
		);
		expect(git('status', '--porcelain')).toBe('');
	});
});

interface Step {
	uses?: string;
	run?: string;
	if?: string;
	with?: { name?: string };
}
interface Job {
	uses?: string;
	if?: string;
	with?: { versions?: string };
	strategy?: { matrix: Record<string, unknown> };
	steps?: Step[];
}
interface Workflow {
	on: Record<string, unknown>;
	jobs: Record<string, Job>;
}
/** A step that runs, with what its expressions can read. */
interface Started {
	step: Step;
	context: Record<string, unknown>;
}

/** The value of a text with an expression of GitHub, whose operators those of JavaScript are. */
const valueOf = (text: string, context: Record<string, unknown>): unknown =>
	runInNewContext(text.replace(/^\$\{\{|\}\}$/g, '').replace('.job-index', '.jobIndex'), {
		fromJSON: (json: string) => JSON.parse(json) as unknown,
		...context,
	});

/** Every cell of a matrix. */
function cellsOf(matrix: Record<string, unknown>, inputs: object): Array<Record<string, unknown>> {
	return Object.entries(matrix).reduce<Array<Record<string, unknown>>>(
		(cells, [key, values]) => {
			const list = (typeof values === 'string' ? valueOf(values, { inputs }) : values) as unknown[];
			return cells.flatMap((cell) => list.map((value) => ({ ...cell, [key]: value })));
		},
		[{}],
	);
}

/** Every step that a workflow runs with some inputs, in the workflows that it calls too. */
function startedBy(name: string, inputs: { versions?: string } = {}): Started[] {
	const { jobs } = parse(workflow(name)) as Workflow;
	return Object.values(jobs)
		.filter((job) => !job.if || valueOf(job.if, { inputs }))
		.flatMap((job) => {
			if (job.uses) return startedBy(path.basename(job.uses), job.with);
			return cellsOf(job.strategy?.matrix ?? {}, inputs).flatMap((matrix, jobIndex) => {
				const context = { inputs, matrix, strategy: { jobIndex } };
				return (job.steps ?? [])
					.filter((step) => !step.if || valueOf(step.if, context))
					.map((step) => ({ step, context }));
			});
		});
}

const workflows = ['ci.yml', 'mutation.yml', 'n8n.yml', 'release.yml'];

describe('The workflows of GitHub Actions', () => {
	it.each(workflows)('%s uploads no two artifacts of one name, which GitHub refuses', (name) => {
		const uploads = startedBy(name)
			.filter(({ step }) => step.uses?.startsWith('actions/upload-artifact@'))
			.map(({ step, context }) =>
				String(step.with?.name).replace(/\$\{\{.*?\}\}/g, (text) => String(valueOf(text, context))),
			);
		expect(uploads.length).toBeGreaterThan(0);
		expect(uploads.filter((upload, index) => uploads.indexOf(upload) !== index)).toEqual([]);
	});

	it('run the tests of a tag in every supported n8n, once in each', () => {
		const [, supported] = /inputs\.versions \|\| '(.+?)'/.exec(workflow('n8n.yml')) as string[];
		const versions = startedBy('release.yml')
			.filter(({ step }) => step.run?.includes('npm run test:n8n'))
			.flatMap(({ context }) => (context.matrix as { n8n?: string }).n8n ?? []);
		expect(versions.sort()).toEqual((JSON.parse(supported) as string[]).sort());
	});

	it('publish the tarball of the tests with provenance, by the identity of the workflow and without a token', () => {
		const release = workflow('release.yml');
		expect(release).toMatch(/^ {2}push:\n {4}tags: \['v\*'\]$|^on:\n {2}push:\n {4}tags:/m);
		const publish = release.split(/^ {2}(?=\w+:$)/m).find((job) => job.startsWith('publish:'));
		expect(publish).toMatch(/needs: \[ci, n8n\]/);
		expect(publish).toMatch(/id-token: write/);
		expect(publish).toMatch(/npm publish "\.\/package\/\S+\.tgz" --provenance --access public/);
		expect(publish).toMatch(/npm publish .* --dry-run --provenance --access public/);
		expect(release).not.toMatch(/NODE_AUTH_TOKEN|NPM_TOKEN/);
		expect(manifest.repository.url).toBe(`git+${manifest.homepage}.git`);
		expect(workflow('ci.yml')).toMatch(/npm pack --pack-destination package/);
	});

	it('run everything that must pass: on each change, and the complete n8n on a schedule', () => {
		const commands = [
			'npm test',
			'jest --selectProjects thorough',
			'npm run lint',
			'npm run structure -- --check',
			'npm run scan',
			'npm run bench -- --quick',
			'npm run reliability -- --check',
		];
		expect(commands.filter((command) => !workflow('ci.yml').includes(command))).toEqual([]);
		const complete = workflow('n8n.yml');
		expect(complete).toMatch(/schedule:\n\s+- cron:/);
		for (const version of ['1.123.', '2.40.', '2.41.']) expect(complete).toContain(`"${version}`);
		expect(complete).toMatch(/N8N_IMAGE: docker\.n8n\.io\/n8nio\/n8n:/);
	});

	it('use actions by the digest of their content', () => {
		const used = workflows.flatMap((name) => [...workflow(name).matchAll(/uses: (\S+)/g)]);
		expect(used.length).toBeGreaterThan(10);
		expect(
			used.map(([, action]) => action).filter((action) => !/^\.\/|@[0-9a-f]{40}$/.test(action)),
		).toEqual([]);
	});
});

describe('The test files', () => {
	const jest = require.resolve('jest/bin/jest');
	const list = (...parameters: string[]) =>
		JSON.parse(
			execFileSync(process.execPath, [jest, '--listTests', '--json', ...parameters], {
				cwd: root,
				encoding: 'utf8',
				stdio: 'pipe',
			}),
		) as string[];

	it('belong to one project each, and the checks before a merge run the main ones and the others', () => {
		const { projects } = require(path.join(root, 'jest.config.js')) as {
			projects: Array<{ displayName: string }>;
		};
		const files = projects.flatMap(({ displayName }) => list('--selectProjects', displayName));
		const all = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.test.ts'))
			.map((file) => path.join(root, 'test', file));
		expect(files.sort()).toEqual(all.sort());
		const checks = readFileSync(path.join(root, '.ci/run'), 'utf8');
		expect(manifest.scripts.test).toContain('--selectProjects engine');
		for (const name of ['npm test', '--selectProjects thorough']) expect(checks).toContain(name);
		for (const results of ['test', 'thorough'])
			expect(checks.match(new RegExp(`"\\$results/${results}\\.json"`, 'g'))).toHaveLength(3);
	});
});
