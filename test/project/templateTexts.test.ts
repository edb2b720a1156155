import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, 'templates');
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const namesIn = (where: string) =>
	readdirSync(path.join(folder, where))
		.filter((name) => name.endsWith('.json'))
		.map((name) => path.join(where, path.basename(name, '.json')));
const english = namesIn('.');
const french = namesIn('fr');

const n8n3 =
	/n8n 3 refuses unverified community packages unless N8N_UNVERIFIED_PACKAGES_ENABLED=true, and runs in Docker only\./;

/** Headings of the page and of the note, and what they must say. */
const languages = {
	en: {
		page: ['Who is this for?', 'How it works', 'Setup', 'Requirements', 'Customize'],
		verb: /^(Back up|Export|Save|Send) /,
		selfHosted: /^> .*requires self-hosted n8n until n8n has verified/m,
		n8n3InPage: n8n3,
		n8n3InNote: n8n3,
	},
	fr: {
		page: ['Pour qui ?', 'Comment ça marche', 'Mise en place', 'Il vous faut', 'Adapter'],
		verb: /^(Enregistrer|Envoyer|Exporter|Sauvegarder) /,
		selfHosted: /^> .*Tant que n8n ne l’a pas vérifié, il faut un n8n auto-hébergé/m,
		n8n3InPage:
			/n8n 3 refuse les paquets non vérifiés sauf avec N8N_UNVERIFIED_PACKAGES_ENABLED=true, et ne fonctionne que sous Docker\./,
		n8n3InNote: /n8n 3 : sous Docker, avec N8N_UNVERIFIED_PACKAGES_ENABLED=true/,
	},
};
const languageOf = (name: string) => languages[name.startsWith('fr/') ? 'fr' : 'en'];

/** The template that is ready to be submitted. */
const submitted = 'nightly-backup-sftp';

interface Node {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown> & { content?: string };
}
const workflowOf = (name: string) =>
	JSON.parse(textOf(`${name}.json`)) as { name: string; nodes: Node[] };

const words = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

/** The sections of a Markdown text by their headings; what comes before the first one has an empty name. */
function sectionsOf(text: string, heading: RegExp): Map<string, string> {
	const [first, ...others] = text.split(heading);
	return new Map([
		['', first],
		...others.map((part): [string, string] => {
			const [title] = part.split('\n', 1);
			return [title, part.slice(title.length).trim()];
		}),
	]);
}

/** What n8n asks of the page and of the yellow note: an overview of 10 to 50 words, 'How it works' and 'Setup' of at least 50. */
function expectForm(sections: Map<string, string>, title: string, long: string[]): void {
	const [heading, ...introduction] = String(sections.get('')).trim().split('\n\n');
	expect(heading).toBe(`# ${title}`);
	const overview = introduction.filter((paragraph) => !/^(>|!\[)/.test(paragraph));
	expect(overview).toHaveLength(1);
	expect(words(overview[0])).toBeGreaterThanOrEqual(10);
	expect(words(overview[0])).toBeLessThanOrEqual(50);
	for (const name of long) expect(words(String(sections.get(name)))).toBeGreaterThanOrEqual(50);
}

describe.each([...english, ...french])('The template %s', (name) => {
	const { page: headings, verb, selfHosted, n8n3InPage, n8n3InNote } = languageOf(name);
	const [, steps, setup, , customize] = headings;
	const { name: title, nodes } = workflowOf(name);
	const page = textOf(`${name}.md`);
	const note = String(nodes.find(({ name: node }) => node === 'Overview')?.parameters.content);

	it("has a page in the form of n8n's template library, with a note for self-hosted n8n and n8n 3", () => {
		const sections = sectionsOf(page, /^## /m);
		expectForm(sections, title, [steps, setup]);
		expect([...sections.keys()]).toEqual(['', ...headings]);
		expect(sections.get('')).toMatch(selfHosted);
		expect(sections.get('')).toMatch(n8n3InPage);
		// n8n's reviewers ask for a verb first, sentence case, and no emoji.
		expect(title).toMatch(verb);
		expect(title).toMatch(/^\p{Lu}[\p{L}\d ,-]+$/u);
		expect(title).not.toMatch(/\p{Extended_Pictographic}/u);
	});

	it('has a yellow note in the same form, that says what n8n 3 requires', () => {
		const sections = sectionsOf(note, /^### /m);
		expectForm(sections, title, [steps, setup]);
		expect([...sections.keys()]).toEqual(['', steps, setup, customize]);
		expect(sections.get(setup)).toMatch(n8n3InNote);
	});

	it('contains no personal data: no address of a person or a server, no ID of an account, no credential', () => {
		const text = `${page}\n${JSON.stringify(workflowOf(name))}`;
		expect(text.match(/[\w.+-]+@[\w-]+\.\w+/g)).toBeNull();
		const urls = text.match(/https?:\/\/[^\s)"'\\]+/g) ?? [];
		expect(
			urls.filter(
				(url) =>
					!url.startsWith('https://raw.githubusercontent.com/n8n-nodes-sinao/') &&
					!url.startsWith('https://graph.microsoft.com/v1.0/'),
			),
		).toEqual([]);
		expect(text).not.toMatch(/"credentials":|"instanceId"|"(?:home|Users)\//);
	});

	it("uses no node that n8n 3 removes, and not the mode 'Run once for each item' of Execute Workflow", () => {
		const removed = /\.(?:function|functionItem|itemLists|aiTransform)$/;
		expect(nodes.filter(({ type }) => removed.test(type))).toEqual([]);
		const calls = nodes.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflow');
		expect(calls.filter(({ parameters }) => parameters.mode)).toEqual([]);
	});

	it('has schedules that n8n 1.123 knows', () => {
		const versions = nodes
			.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger')
			.map(({ typeVersion }) => typeVersion);
		expect(versions.filter((version) => version > 1.2)).toEqual([]);
	});
});

it(`the page of ${submitted}, which is to be submitted, begins with a picture that the repository contains`, () => {
	const [, , picture] = textOf(`${submitted}.md`).split('\n');
	const [, file] =
		/^!\[[^\]]+\]\(https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/main\/(.+)\)$/.exec(
			picture,
		) as RegExpExecArray;
	const image = readFileSync(path.join(root, file));
	expect(image.subarray(1, 4).toString()).toBe('PNG');
	expect(image.readUInt32BE(16)).toBeGreaterThan(1000);
});

/** What people read in a node: notes, error messages and emails. */
const read = ['content', 'errorMessage', 'subject', 'text'];
const textsOf = ({ nodes }: { nodes: Node[] }) =>
	nodes.flatMap(({ parameters }) =>
		read
			.map((name) => parameters[name])
			.filter(Boolean)
			.map(String),
	);
/** A text that a node before it wrote. */
const isValue = (text: string) => /^=\{\{ \$json[\w.]* \}\}$/.test(text);
const withoutTexts = ({ nodes, ...workflow }: { name: string; nodes: Node[] }) => ({
	...workflow,
	name: '',
	nodes: nodes.map(({ parameters, ...node }) => ({
		...node,
		parameters: Object.fromEntries(
			Object.entries(parameters).map(([name, value]) => [name, read.includes(name) ? '' : value]),
		),
	})),
});

describe('The French templates', () => {
	it('are as many as the English ones', () => {
		expect(french.map((name) => path.basename(name)).sort()).toEqual(english.sort());
	});

	it.each(french)(
		'%s does the same as the English one, and everything that people read is French',
		(name) => {
			const workflow = workflowOf(name);
			const original = workflowOf(path.basename(name));
			expect(withoutTexts(workflow)).toEqual(withoutTexts(original));
			const page = textOf(`${name}.md`);
			const originalPage = textOf(`${path.basename(name)}.md`);
			const namedIn = (text: string, quote: string) =>
				original.nodes
					.map((node) => node.name)
					.filter((node) => text.includes(quote.replace('…', node)));
			expect(namedIn(page, '« … »')).toEqual(expect.arrayContaining(namedIn(originalPage, "'…'")));
			const texts = textsOf(workflow);
			const originals = textsOf(original);
			expect(texts).toHaveLength(originals.length);
			expect(
				texts.filter((text) => !isValue(text)).filter((text) => originals.includes(text)),
			).toEqual([]);
			// The names of nodes and of their parameters stay English.
			const names = original.nodes
				.map(({ name: node }) => node)
				.sort((one, other) => other.length - one.length);
			const sentences = names
				.reduce((text, node) => text.replaceAll(node, ''), texts.join('\n'))
				// n8n's own words, by which the template knows an error.
				.replace(/\/[^/\n]+\/i\.test/g, '');
			expect(
				sentences.match(
					/\b(?:the|and|was|were|is|are|cannot|saved|missing|with|everything|failed)\b/gi,
				),
			).toBeNull();
		},
	);
});
