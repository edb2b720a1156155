import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** Every page of the repository, by its path. */
const pages = ['', 'docs', 'docs/fr', 'templates', 'test/support/sinao'].flatMap((folder) =>
	readdirSync(path.join(root, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => path.posix.join(folder, name)),
);
const textOf = (page: string) => readFileSync(path.join(root, page), 'utf8');

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
	const headings = [
		...textOf(page)
			.replace(/^```[^]*?^```/gm, '')
			.matchAll(/^#+ (.*)$/gm),
	];
	return headings.map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replace(/ /g, '-'),
	);
}

/** What a page links to in the repository: the file, and the heading in it. */
function linksOf(page: string): Array<{ file: string; anchor?: string }> {
	const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target]) => target)
		.filter((target) => !/^(https?|mailto):/.test(target));
	return targets.map((target) => {
		const [file, anchor] = target.split('#');
		return { file: file ? path.posix.join(path.posix.dirname(page), file) : page, anchor };
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
		const pictures = readdirSync(path.join(root, 'docs/images')).map(
			(name) => `docs/images/${name}`,
		);
		const linked = new Set(pages.flatMap(linksOf).map(({ file }) => file));
		expect(pictures.filter((picture) => !linked.has(picture))).toEqual([]);
	});

	it('docs/sinao-api.md has every section that the code cites', () => {
		const sections = [...textOf('docs/sinao-api.md').matchAll(/^## (.*)$/gm)].map(
			([, title]) => title,
		);
		const code = ['nodes', 'credentials', 'test'].flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => textOf(path.join(folder, file)).replace(/\s+\*?\s*/g, ' ')),
		);
		const cited = code.flatMap((text) =>
			[...text.matchAll(/sinao-api(?:\.md)?, ([A-Z][\w ]+)/g)].map(([, title]) => title),
		);
		expect(cited.length).toBeGreaterThan(10);
		const isSection = (title: string) =>
			sections.some((section) => title.startsWith(section.split(' ').slice(0, 2).join(' ')));
		expect(cited.filter((title) => !isSection(title))).toEqual([]);
	});

	it('say what n8n 3 requires wherever they say how to install', () => {
		const guides = pages.filter((page) => /Community\s+Nodes\s+>\s+Install/.test(textOf(page)));
		expect(guides).toContain('README.md');
		expect(
			guides.filter((page) => !textOf(page).includes('N8N_UNVERIFIED_PACKAGES_ENABLED=true')),
		).toEqual([]);
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
});
