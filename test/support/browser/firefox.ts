import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import WebSocket from 'ws';

import { ensureProgram } from '../debian';
import type { Driver } from './driver';

const preferences = {
	'browser.shell.checkDefaultBrowser': false,
	'browser.aboutwelcome.enabled': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'dom.disable_open_during_load': false,
	'app.update.disabledForTesting': true,
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
};

type Json = Record<string, unknown>;
interface Context {
	context: string;
	url: string;
}

/** Commands of WebDriver BiDi, which is what a Firefox as Debian has it understands. */
class Session {
	private last = 0;
	private readonly waiting = new Map<number, (answer: Json) => void>();
	readonly requests: string[] = [];

	constructor(private readonly socket: WebSocket) {
		socket.on('message', (text) => {
			const message = JSON.parse(String(text)) as Json & { id?: number; params?: unknown };
			if (message.method === 'network.beforeRequestSent')
				this.requests.push((message.params as { request: { url: string } }).request.url);
			if (message.id === undefined) return;
			this.waiting.get(message.id)?.(message);
			this.waiting.delete(message.id);
		});
	}

	async send<T>(method: string, params: Json = {}): Promise<T> {
		const id = (this.last += 1);
		const answer = await new Promise<Json>((resolve) => {
			this.waiting.set(id, resolve);
			this.socket.send(JSON.stringify({ id, method, params }));
		});
		if (answer.type === 'error')
			throw new Error(`${method}: ${String(answer.error)}: ${String(answer.message)}`);
		return answer.result as T;
	}

	async contexts(scope = {}): Promise<Context[]> {
		return (await this.send<{ contexts: Context[] }>('browsingContext.getTree', scope)).contexts;
	}

	async evaluate<T>(context: string, expression: string): Promise<T> {
		const { result, exceptionDetails } = await this.send<{
			result?: { value?: string };
			exceptionDetails?: { text: string };
		}>('script.evaluate', {
			expression: `(async () => JSON.stringify(await (${expression})))()`,
			target: { context },
			awaitPromise: true,
			userActivation: true,
		});
		if (exceptionDetails) throw new Error(exceptionDetails.text);
		return (result?.value === undefined ? undefined : JSON.parse(result.value)) as T;
	}
}

/** Debian's Firefox. */
export async function openFirefox(): Promise<Driver> {
	const program = await ensureProgram('firefox-esr', ['firefox-esr']);
	const profile = await mkdtemp(path.join(tmpdir(), 'sinao-firefox-'));
	const lines = Object.entries(preferences).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
	);
	await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
	const firefox = spawn(
		program,
		[
			'--headless',
			'--remote-debugging-port=0',
			'--remote-allow-system-access',
			'--no-remote',
			'--profile',
			profile,
		],
		// As root, Firefox starts only where the home folder is root's.
		{ stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } },
	);
	const ended = new Promise((resolve) => firefox.once('exit', resolve));
	const address = await new Promise<string>((resolve, reject) => {
		let text = '';
		firefox.stderr.on('data', (data) => {
			text += String(data);
			const found = /WebDriver BiDi listening on (ws:\S+)/.exec(text);
			if (found) resolve(found[1]);
		});
		firefox.once('exit', () => reject(new Error(`Firefox ended: ${text}`)));
	});
	const socket = new WebSocket(`${address}/session`, { maxPayload: 0 });
	await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
	const session = new Session(socket);
	await session.send('session.new', { capabilities: {} });
	await session.send('session.subscribe', { events: ['network.beforeRequestSent'] });
	const [{ context }] = await session.contexts();
	await session.send('browsingContext.setViewport', {
		context,
		viewport: { width: 1280, height: 900 },
	});
	const evaluate = async <T>(expression: string) => await session.evaluate<T>(context, expression);
	const click = async (selector: string) =>
		await evaluate<void>(`document.querySelector(${JSON.stringify(selector)}).click()`);
	return {
		requests: session.requests,
		evaluate,
		click,
		async open(file) {
			const url = pathToFileURL(file).href;
			await session.send('browsingContext.navigate', { context, url, wait: 'complete' });
		},
		async type(selector, text) {
			await evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
			const actions = [...text].flatMap((value) => [
				{ type: 'keyDown', value },
				{ type: 'keyUp', value },
			]);
			await session.send('input.performActions', {
				context,
				actions: [{ type: 'key', id: 'keyboard', actions }],
			});
		},
		async chooseFolder(button, folder) {
			const [window] = await session.contexts({ 'moz:scope': 'chrome' });
			await session.evaluate(window.context, answerFolderDialog(folder));
			await click(button);
		},
		async follow(selector) {
			await click(selector);
			for (;;) {
				const opened = (await session.contexts()).find(
					({ context: tab, url }) => tab !== context && url.startsWith('file:'),
				);
				if (!opened) continue;
				await session.send('browsingContext.close', { context: opened.context });
				return opened.url;
			}
		},
		async print() {
			const { data } = await session.send<{ data: string }>('browsingContext.print', {
				context,
				page: { width: 21, height: 29.7 },
			});
			return Buffer.from(data, 'base64');
		},
		async beforeEachPage(script) {
			await session.send('script.addPreloadScript', {
				functionDeclaration: `() => { ${script} }`,
			});
		},
		async close() {
			socket.terminate();
			firefox.kill();
			await ended;
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/**
 * A script for Firefox itself that answers the dialogs for choosing a folder: BiDi sets files, but no
 * folders. The page gets the files as after a choice by hand.
 */
function answerFolderDialog(folder: string): string {
	const register = (contract: string, members: string) => `{
		const { generateQI } = ChromeUtils;
		class Answer { ${members} }
		Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
			Services.uuid.generateUUID(), '', '${contract}',
			{ createInstance: (id) => new Answer().QueryInterface(id), QueryInterface: generateQI(['nsIFactory']) });
	}`;
	const picker = register(
		'@mozilla.org/filepicker;1',
		`QueryInterface = generateQI(['nsIFilePicker']);
		file = (() => {
			const file = Cc['@mozilla.org/file/local;1'].createInstance(Ci.nsIFile);
			file.initWithPath(${JSON.stringify(folder)});
			return file;
		})();
		mode = 2;
		init() {}
		appendFilters() {}
		open(done) { Services.tm.dispatchToMainThread(() => done.done(0)); }`,
	);
	const confirmation = register(
		'@mozilla.org/embedcomp/prompt-collection;1',
		`QueryInterface = generateQI(['nsIPromptCollection']);
		confirmFolderUpload() { return Promise.resolve(true); }`,
	);
	return `(() => {
		${picker}
		Services.ppmm.loadProcessScript('data:,' + encodeURIComponent(${JSON.stringify(confirmation)}), true);
	})()`;
}
