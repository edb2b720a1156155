import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { casesNamed } from '../../bench/cases';
import type { Resource } from '../../nodes/shared/resource';
import { simplified } from '../../nodes/shared/values/fields';
import { pageOf as mutationPage, readResults } from '../mutation/page';
import { faultKinds } from '../support/sinao/faults/fault';

const root = path.resolve(__dirname, '../..');

/** Every page of the repository, by its path. */
const pages = ['', 'docs', 'docs/fr', 'templates', 'test/support/sinao'].flatMap((folder) =>
	readdirSync(path.join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.posix.join(folder, name)),
);
const textOf = (page: string) => readFileSync(path.join(root, page), 'utf8');

/** The text of every file with code in some folders. */
const codeIn = (...folders: string[]) =>
	folders.flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => textOf(path.join(folder, file))),
	);

/** The anchors of a page: those that GitHub gives to its headings, and those that it declares. */
function anchorsOf(page: string): string[] {
	const text = textOf(page).replace(/^```[^]*?^```/gm, '');
	const declared = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id);
	const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
		title
			.trim()
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);
	return [...declared, ...headings];
}

/** What a page links to in the repository: the file, and the heading in it. */
function linksOf(page: string): Array<{ file: string; anchor?: string }> {
	const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target]) => target)
		.filter((target) => !/^[a-z]+:/.test(target));
	return targets.map((target) => {
		const [file, anchor] = target.split('#');
		return {
			file: file ? path.posix.join(path.posix.dirname(page), decodeURIComponent(file)) : page,
			anchor: anchor && decodeURIComponent(anchor),
		};
	});
}

describe('The pages of the repository', () => {
	it.each(pages)('%s links only to what there is', (page) => {
		const isBroken = ({ file, anchor }: { file: string; anchor?: string }) =>
			!existsSync(path.join(root, file)) ||
			(anchor !== undefined && !anchorsOf(file).includes(anchor));
		expect(linksOf(page).filter(isBroken)).toEqual([]);
	});

	it('show every picture that is kept for them', () => {
		const pictures = ['docs/images', 'docs/images/backup'].flatMap((folder) =>
			readdirSync(path.join(root, folder), { withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map(({ name }) => `${folder}/${name}`),
		);
		const linked = new Set(pages.flatMap(linksOf).map(({ file }) => file));
		expect(pictures.filter((picture) => !linked.has(picture))).toEqual([]);
	});

	it('docs/sinao-api.md has every section that the code cites', () => {
		const sections = [...textOf('docs/sinao-api.md').matchAll(/^## (.*)$/gm)].map(
			([, title]) => title,
		);
		const code = codeIn('nodes', 'credentials', 'test').map((text) =>
			text.replace(/\s+\*?\s*/g, ' '),
		);
		const cited = code.flatMap((text) =>
			[...text.matchAll(/sinao-api(?:\.md)?, ([A-Z][\w ]+)/g)].map(([, title]) => title),
		);
		expect(cited.length).toBeGreaterThan(10);
		const isSection = (title: string) =>
			sections.some((section) => title.startsWith(section.split(' ').slice(0, 2).join(' ')));
		expect(cited.filter((title) => !isSection(title))).toEqual([]);
	});

	const paragraphsOf = (page: string) =>
		textOf(page)
			.split(/\n\s*\n/)
			.map((paragraph) => paragraph.replace(/\s+/g, ' '));

	it('say what n8n 3 requires wherever they say how to install', () => {
		const requirement = [
			/n8n 3/,
			/refuses unverified packages unless|refuse les paquets non vérifiés, sauf si|et il faut/,
			/`N8N_UNVERIFIED_PACKAGES_ENABLED=true`/,
			/runs in Docker only|ne fonctionne que sous Docker/,
		];
		const guides = pages.filter((page) => /Community\s+nodes\s+>\s+Install/i.test(textOf(page)));
		expect(guides).toEqual(expect.arrayContaining(['README.md', 'docs/fr/README.md']));
		const says = (page: string) =>
			paragraphsOf(page).some((paragraph) => requirement.every((part) => part.test(paragraph)));
		expect([...guides, 'docs/verification.md'].filter((page) => !says(page))).toEqual([]);
		expect(textOf('README.md')).toMatch(/^\|.*n8n 3.*not tested here/m);
	});

	it("name both limits of n8n 3 wherever they speak of n8n's Compression node", () => {
		const limits = [/n8n 3/, /1,000 entries|1 000 fichiers/, /256 MiB|256 Mio/];
		const named = pages.filter((page) =>
			/Compression node|nœud \*Compression\*/.test(textOf(page)),
		);
		expect(named).toEqual(
			expect.arrayContaining([
				'README.md',
				'docs/fr/README.md',
				'docs/save-to-any-storage.md',
				'docs/verification.md',
			]),
		);
		const says = (page: string) =>
			paragraphsOf(page).some((paragraph) => limits.every((part) => part.test(paragraph)));
		const table = ['CHANGELOG.md', 'docs/reliability.md'];
		expect(named.filter((page) => !table.includes(page) && !says(page))).toEqual([]);
	});

	it.each(['docs/verification.md', 'CONTRIBUTING.md'])(
		'%s names files, folders and commands that exist',
		(page) => {
			const named = [
				...textOf(page)
					.replace(/^```[^]*?^```/gm, '')
					.matchAll(/`((?:nodes|credentials|templates|test|scripts|docs)\/[\w/.-]*)`/g),
			].map(([, file]) => file);
			const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
			const commands = [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(
				([, command]) => command,
			);
			const isExample = (file: string) => file.startsWith('nodes/SinaoRecurringInvoices');
			expect(
				named.filter((file) => !isExample(file) && !existsSync(path.join(root, file))),
			).toEqual([]);
			expect(commands.filter((command) => !scripts[command])).toEqual([]);
		},
	);

	it('name only cases of the benchmark that exist', () => {
		const named = pages.flatMap((page) =>
			[...textOf(page).matchAll(/--only ([\w,-]+)/g)].flatMap(([, keys]) => keys.split(',')),
		);
		expect(named).toContain('verification-50000');
		for (const key of named) expect(casesNamed(key)).not.toEqual([]);
	});

	it('docs/reliability.md has every fault that the code cites', () => {
		const cited = codeIn('nodes', 'credentials', 'test', 'scripts', 'bench', 'templates').flatMap(
			(text) =>
				[
					...text
						.replace(/\s+\*?\s*/g, ' ')
						.matchAll(/(?:reliability\.md, faults?|faults, rows?) ([\d, ]+\d|\d)/g),
				].flatMap(([, numbers]) => numbers.split(/, ?/)),
		);
		expect(cited.length).toBeGreaterThan(0);
		const anchors = anchorsOf('docs/reliability.md');
		expect(cited.filter((number) => !anchors.includes(`fault-${number}`))).toEqual([]);
	});

	it('docs/errors.md knows no message that the nodes do not have', () => {
		const code = codeIn('nodes')
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

	it('docs/mutation.md says what the kept results of the mutation run say', () => {
		const folder = path.join(root, 'test/mutation');
		const reasons = JSON.parse(readFileSync(path.join(folder, 'reasons.json'), 'utf8')) as Record<
			string,
			string
		>;
		const results = readResults(path.join(folder, 'results'));
		expect(textOf('docs/mutation.md')).toBe(mutationPage(results, reasons));
		const survivors = results.flatMap((result) => result.survivors.map(({ key }) => key));
		expect(Object.keys(reasons).filter((key) => !survivors.includes(key))).toEqual([]);
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
