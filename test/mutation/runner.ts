import { createRequire } from 'node:module';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ModernFakeTimers } from '@jest/fake-timers';
import { expect } from 'expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

import { nameOf as pathOf, partOf } from './parts';

/**
 * A test runner for Stryker. It runs the same test files as jest, with jest's own functions, but in one process that
 * loads n8n-core and the nodes once: jest loads them again for each file, which takes longer than most tests.
 */

type DescribeBlock = ReturnType<typeof circus.getState>['rootDescribeBlock'];
type TestEntry = Extract<DescribeBlock['children'][number], { type: 'test' }>;
/** The fields of an event that are used here. */
interface CircusEvent {
	name: string;
	test?: TestEntry;
	hook?: { type: string; parent: DescribeBlock };
}

interface MutantRun {
	activeMutant: { id: string; fileName: string };
	testFilter?: string[];
	hitLimit?: number;
	reloadEnvironment: boolean;
}

/** What Stryker's instrumented code shares with the runner. */
interface Instrumentation {
	activeMutant?: string;
	currentTestId?: string;
	hitCount?: number;
	hitLimit?: number;
	mutantCoverage?: Coverage;
}
interface Coverage {
	static: Record<string, number>;
	perTest: Record<string, Record<string, number>>;
}

interface TestOutcome {
	id: string;
	file: string;
	milliseconds: number;
	/** Why it failed; undefined for a test that passed. */
	failure?: string;
}

/** A path in the copy of the repository with the mutants, which Stryker makes the current folder. */
const inCopy = (file: string) => path.join(process.cwd(), file);
const load = createRequire(__filename);
/** Where the run without mutants leaves how long each test takes, for the processes that run mutants. */
const timesFile = 'mutation-times.json';
/** How many seconds the tests that run one mutant may take together, by the times of the run without mutants, and how many run anyway. */
const usualSeconds = 10;
const minimumTests = 5;
const testTimeout = Symbol.for('TEST_TIMEOUT_SYMBOL');

const instrumentation: Instrumentation = ((
	globalThis as unknown as { __stryker__?: Instrumentation }
).__stryker__ ??= {});

/** Forgets the nodes, the tests and the simulation, so that they are loaded with the mutant. */
function forgetModules(): void {
	for (const file of Object.keys(load.cache))
		if (!file.includes('/node_modules/') && !file.includes('/test/mutation/'))
			delete load.cache[file];
}

const fakeTimers = () =>
	new ModernFakeTimers({
		config: { fakeTimers: {}, rootDir: process.cwd() } as never,
		global: globalThis,
	});

function installGlobals(file: string, mocker: ModuleMocker): void {
	const timers = fakeTimers();
	const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
	Object.assign(globalThis, {
		...{ afterAll, afterEach, beforeAll, beforeEach, describe, it, test, expect },
		jest: {
			fn: mocker.fn.bind(mocker),
			spyOn: mocker.spyOn.bind(mocker),
			requireActual: createRequire(file),
			useFakeTimers: (settings: Parameters<ModernFakeTimers['useFakeTimers']>[0]) =>
				timers.useFakeTimers(settings),
			useRealTimers: () => timers.useRealTimers(),
		},
		[testTimeout]: 120_000,
	});
}

const nameOf = (block: DescribeBlock | TestEntry): string =>
	block.parent?.parent ? `${nameOf(block.parent)} ${block.name}` : block.name;

const testsIn = (block: DescribeBlock): TestEntry[] =>
	block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));

/** Runs the tests of a file, or only those that are named; stops at the first failure if `bail`. */
async function runFile(file: string, only?: Set<string>, bail = false): Promise<TestOutcome[]> {
	const idOf = (test: TestEntry) => `${file}: ${nameOf(test)}`;
	const mocker = new ModuleMocker(globalThis);
	circus.resetState();
	installGlobals(inCopy(file), mocker);
	// The nodes are loaded before any test, so that what runs while they are loaded counts as static.
	const { loadPackage } = load(inCopy('test/support/engine')) as {
		loadPackage: () => Promise<unknown>;
	};
	await loadPackage();
	delete load.cache[load.resolve(inCopy(file))];
	load(inCopy(file));
	const state = circus.getState();
	const all = testsIn(state.rootDescribeBlock);
	if (only) for (const test of all) if (!only.has(idOf(test))) test.mode = 'skip';

	let number = 0;
	/** Coverage of a `beforeAll` belongs to all tests of its block. */
	const hooks = new Map<string, string[]>();
	const onEvent = ({ name, test, hook }: CircusEvent) => {
		if (name === 'test_start' && test) {
			instrumentation.currentTestId = idOf(test);
			expect.setState({ currentTestName: nameOf(test), testPath: file });
		} else if (name === 'hook_start' && hook?.type === 'beforeAll') {
			const id = `hook ${file} ${number++}`;
			hooks.set(id, testsIn(hook.parent).map(idOf));
			instrumentation.currentTestId = id;
		} else if (name === 'test_done' || (/^hook_[sf]/.test(name) && /All$/.test(hook?.type ?? ''))) {
			instrumentation.currentTestId = undefined;
			if (bail && test?.errors.length)
				for (const other of all) if (other.status !== 'done') other.mode = 'skip';
		}
	};
	circus.addEventHandler(onEvent);
	try {
		const { testResults, unhandledErrors } = await circus.run();
		const perTest = instrumentation.mutantCoverage?.perTest ?? {};
		for (const [hook, ids] of hooks) {
			for (const id of ids)
				for (const [mutant, count] of Object.entries(perTest[hook] ?? {}))
					(perTest[id] ??= {})[mutant] = (perTest[id][mutant] ?? 0) + count;
			delete perTest[hook];
		}
		const outcomes = testResults
			.filter(({ status }) => status === 'done')
			.map(({ testPath, errors, duration }) => ({
				id: `${file}: ${testPath.slice(1).join(' ')}`,
				file,
				milliseconds: duration ?? 0,
				failure: errors.length ? errors.join('\n') : undefined,
			}));
		if (unhandledErrors.length)
			outcomes.push({
				id: `${file}: unhandled`,
				file,
				milliseconds: 0,
				failure: unhandledErrors.join('\n'),
			});
		return outcomes;
	} finally {
		circus.removeEventHandler(onEvent);
		mocker.restoreAllMocks();
		instrumentation.currentTestId = undefined;
	}
}

class EngineTestRunner {
	private readonly files = String(process.env.MUTATION_TESTS).split(' ');
	/** Times of the tests in milliseconds, by their IDs. */
	private times: Record<string, number> | undefined;

	async init(): Promise<void> {
		process.env.NODE_ENV = 'test';
		// What a test leaves open must not end the process that the next one runs in.
		process.on('unhandledRejection', () => {});
		process.on('uncaughtException', () => {});
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	async dryRun() {
		const outcomes: TestOutcome[] = [];
		for (const file of this.files) outcomes.push(...(await runFile(file)));
		// A test that fails without a mutant proves nothing; the engine suite reports it.
		const failing = new Set(outcomes.filter(({ failure }) => failure).map(({ id }) => id));
		appendFileSync(
			String(process.env.MUTATION_LEFT_OUT),
			[...failing].map((id) => `${id}\n`).join(''),
		);
		const times: Record<string, number> = {};
		for (const { id, milliseconds } of outcomes)
			if (!failing.has(id)) times[id] = (times[id] ?? 0) + milliseconds;
		writeFileSync(timesFile, JSON.stringify(times));
		return {
			status: 'complete',
			tests: [...new Map(outcomes.map((outcome) => [outcome.id, outcome])).values()].map(
				({ id, file, milliseconds }) => ({
					id,
					name: id,
					fileName: inCopy(file),
					timeSpentMs: milliseconds,
					status: failing.has(id) ? 2 : 0,
				}),
			),
			mutantCoverage: instrumentation.mutantCoverage,
		};
	}

	/** The quickest tests, which together take no longer than this. */
	private quickest(ids: string[], seconds: number): string[] {
		let left = 1000 * seconds;
		const time = (id: string) => this.times?.[id] ?? 0;
		return [...ids]
			.sort((one, other) => time(one) - time(other))
			.filter((id, index) => (left -= time(id)) >= 0 || index < minimumTests);
	}

	async mutantRun({ activeMutant, testFilter, hitLimit, reloadEnvironment }: MutantRun) {
		this.times ??= JSON.parse(readFileSync(timesFile, 'utf8')) as Record<string, number>;
		const { times } = this;
		const covering = (testFilter ?? Object.keys(times)).filter((id) => times[id] !== undefined);
		// Tests of other parts notice it too, but would take longer; without them the score can only be lower.
		const part = partOf(pathOf(activeMutant.fileName));
		const own = part?.tests ?? [];
		const ofPart = covering.filter((id) => own.includes(id.slice(0, id.indexOf(': '))));
		const chosen = this.quickest(ofPart.length ? ofPart : covering, part?.seconds ?? usualSeconds);
		const byFile = new Map<string, { ids: Set<string>; time: number }>();
		for (const id of chosen) {
			const file = id.slice(0, id.indexOf(': '));
			const entry = byFile.get(file) ?? { ids: new Set(), time: 0 };
			entry.ids.add(id);
			entry.time += times[id] ?? 0;
			byFile.set(file, entry);
		}
		Object.assign(instrumentation, {
			activeMutant: activeMutant.id,
			hitLimit,
			hitCount: hitLimit ? 0 : undefined,
		});
		let nrOfTests = 0;
		try {
			if (reloadEnvironment) forgetModules();
			const quickest = [...byFile].sort(([, one], [, other]) => one.time - other.time);
			for (const [file, { ids }] of quickest) {
				let outcomes: TestOutcome[];
				try {
					outcomes = await runFile(file, ids, true);
				} catch (error) {
					// The nodes, or the data of a test that comes from them, could not even be loaded.
					outcomes = [
						{ id: chosen[0], file, milliseconds: 0, failure: String((error as Error).stack) },
					];
				}
				nrOfTests += outcomes.length;
				const { hitCount = 0, hitLimit: limit = Infinity } = instrumentation;
				if (hitCount > limit) return { status: 'timeout', reason: 'hit limit reached' };
				const failed = outcomes.find(({ failure }) => failure !== undefined);
				if (failed)
					return {
						status: 'killed',
						killedBy: [failed.id],
						failureMessage: String(failed.failure).slice(0, 500),
						nrOfTests,
					};
			}
			return { status: 'survived', nrOfTests };
		} finally {
			instrumentation.activeMutant = undefined;
		}
	}
}

export const strykerPlugins = [
	{
		kind: 'TestRunner',
		name: 'engine',
		factory: Object.assign(() => new EngineTestRunner(), { inject: [] }),
	},
];
