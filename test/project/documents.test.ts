import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Resource } from '../../nodes/shared/resource';
import { simplified } from '../../nodes/shared/values/simplified';
import { faultKinds } from '../support/sinao/faults/fault';

const root = path.resolve(__dirname, '../..');
const documents = ['.', 'docs', 'docs/fr', 'templates']
	.filter((folder) => existsSync(path.join(root, folder)))
	.flatMap((folder) =>
		readdirSync(path.join(root, folder)).map((name) => path.posix.join(folder, name)),
	)
	.filter((file) => file.endsWith('.md'));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The address of a heading as GitHub makes it. */
function anchorOf(heading: string): string {
	return heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replace(/ /g, '-');
}

function anchorsIn(file: string): string[] {
	return [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
}

/** Links and images of a document that lead nowhere. */
function deadLinks(file: string): string[] {
	const links = [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link]) => link)
		.filter((link) => !/^[a-z]+:/.test(link));
	return links.filter((link) => {
		const [target, anchor] = link.split('#');
		const place = target
			? path.posix.join(path.posix.dirname(file), decodeURIComponent(target))
			: file;
		if (!existsSync(path.join(root, place))) return true;
		return anchor !== undefined && !anchorsIn(place).includes(decodeURIComponent(anchor));
	});
}

describe('The documents', () => {
	it.each(documents)('%s has no dead link', (file) => {
		expect(deadLinks(file)).toEqual([]);
	});

	it('docs/errors.md knows no message that the nodes do not have', () => {
		const code = readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => textOf(path.posix.join('nodes', file)))
			.join('\n')
			.replace(
				/\$\{counted\([^,]+, '([^']+)'(?:, '([^']+)')?\)\}/g,
				(_, singular: string, plural = `${singular}s`) => `… ${plural}`,
			);
		const messages = [...textOf('docs/errors.md').matchAll(/^(?:\| )?`([^`]+)`/gm)].map(
			([, message]) => message,
		);
		expect(messages.length).toBeGreaterThan(20);
		const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		const isKnown = (message: string) =>
			new RegExp(`['"\`]${message.split('…').map(escaped).join('[^\\n]*')}['"\`]`).test(code);
		expect(messages.filter((message) => !isKnown(message))).toEqual([]);
	});

	it('test/support/sinao/README.md names every kind of fault, and no other', () => {
		const named = [
			...textOf('test/support/sinao/README.md').matchAll(/^\| `(\w+)` \|.*\| `(\{.*\})` \|$/gm),
		].map(([, kind, fault]) => [kind, (JSON.parse(fault) as { kind: string }).kind]);
		expect(named).toEqual(faultKinds.map((kind) => [kind, kind]));
	});

	it('CONTRIBUTING.md declares a resource that works as it stands', () => {
		const [, example] = /```ts\n([^]*?)```/.exec(textOf('CONTRIBUTING.md')) as RegExpExecArray;
		const folder = mkdtempSync(path.join(tmpdir(), 'sinao-example-'));
		const file = path.join(folder, 'example.ts');
		writeFileSync(file, example.replaceAll("'../", `'${root}/nodes/`));
		const [resource, ...more] = Object.values(require(file) as Record<string, Resource>);
		rmSync(folder, { recursive: true });
		expect(more).toEqual([]);
		expect(
			simplified(resource, { id: 7, title: 'Abonnement', amount: 1250 }, 'Europe/Paris'),
		).toEqual({ title: 'Abonnement', amountBeforeTax: 12.5, id: 7 });
	});

	it('README.md shows its two commands on the first screen', () => {
		const screen = textOf('README.md').split('\n').slice(0, 30);
		expect(screen).toContain('npm ci && npm run demo');
		expect(screen).toContain('npm ci && npm test');
	});
});
