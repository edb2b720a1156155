import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'sinao-reliability-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Test {
	file: string;
	names: string[];
	status: 'passed' | 'failed' | 'pending';
}

/** The tests that docs/reliability-tests.md names, as if all of them had passed. */
function testsOnPage(): Test[] {
	const lines = readFileSync(path.join(root, 'docs/reliability-tests.md'), 'utf8').matchAll(
		/^- (.*) \(\[.*\]\(\.\.\/(.*)\), [\w ]+\)$/gm,
	);
	return [...lines].map(([, name, file]) => ({
		file,
		names: name.replace(/\\(.)/g, '$1').split(' › '),
		status: 'passed',
	}));
}

/** Checks the page against the results of a run with these tests. */
function check(tests: Test[]) {
	const results = path.join(folder, 'results.json');
	const testResults = tests.map(({ file, names, status }) => ({
		name: path.join(root, file),
		assertionResults: [{ ancestorTitles: names.slice(0, -1), title: names.at(-1), status }],
	}));
	writeFileSync(results, JSON.stringify({ testResults }));
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[require.resolve('tsx/cli'), 'scripts/reliability.ts', '--check', results],
		{ cwd: root, encoding: 'utf8' },
	);
	return { status, stdout, stderr };
}

test('the page of proofs is taken where every test that it names passed, among others', () => {
	const more: Test = {
		file: 'test/new.test.ts',
		names: ['1 Newer than the page'],
		status: 'passed',
	};
	expect(check([...testsOnPage(), more])).toEqual({
		status: 0,
		stdout: expect.stringMatching(/^\d{3,} tests of faults, 0 skipped\nAll tests: \d{3,} passed, 0 failed, 0 skipped\n$/),
		stderr: '',
	});
});

test('the page of proofs is refused where a test that it names failed, is not there, or another of its row failed', () => {
	const [first, ...rest] = testsOnPage();
	const second = rest.find(({ names }) => names[0].startsWith('2 ')) as Test;
	const others = rest.filter((each) => each !== second);
	expect(check([{ ...first, status: 'failed' }, second, ...others])).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('Fault 1: '),
	});
	expect(check([first, ...others])).toMatchObject({
		status: 1,
		stderr: expect.stringContaining(second.names.join(' › ')),
	});
	const failed: Test = {
		file: 'test/new.test.ts',
		names: ['3 Newer than the page'],
		status: 'failed',
	};
	expect(check([first, second, ...others, failed])).toMatchObject({
		status: 1,
		stderr: expect.stringContaining('Fault 3: '),
	});
});

test('the page of proofs is refused where a test of a fault was skipped, even one that the page does not name', () => {
	const skipped: Test = {
		file: 'test/new.test.ts',
		names: ['126 Newer than the page'],
		status: 'pending',
	};
	expect(check([...testsOnPage(), skipped])).toMatchObject({
		status: 1,
		stdout: expect.stringContaining(' 1 skipped'),
		stderr: expect.stringContaining('Fault 126: skipped: - 126 Newer than the page'),
	});
});

test('the results of a run in another copy of the repository count', () => {
	const tests = testsOnPage().map((each) => ({ ...each, file: `../elsewhere/copy/${each.file}` }));
	expect(check(tests)).toMatchObject({ status: 0, stderr: '' });
});

test('a title that begins with a number that is no fault proves nothing', () => {
	const counted: Test = {
		file: 'test/new.test.ts',
		names: ['127 rows are read'],
		status: 'pending',
	};
	expect(check([...testsOnPage(), counted])).toMatchObject({ status: 0, stderr: '' });
});
