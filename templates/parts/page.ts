import { checklist, numbered } from './texts';

/** What a template says about itself, on its canvas and on its page in n8n's template library. */
export interface TemplateTexts {
	title: string;
	/** What the workflow does, in 10 to 50 words. */
	overview: string;
	/** Address of a picture of the canvas. */
	picture?: string;
	audience: string;
	/** How it works, in at least 50 words: in steps on the canvas, in paragraphs on the page. */
	steps: string[];
	paragraphs: string[];
	/** Setup steps, in at least 50 words. */
	setup: string[];
	requirements: string[];
	/** What to change, in short on the canvas and in detail on the page. */
	customize: { canvas: string; page: string };
}

/** The words around the texts, in one language. */
export interface PageWords {
	picture: string;
	communityNode: string;
	audience: string;
	steps: string;
	setup: string;
	requirements: string;
	customize: string;
}

const english: PageWords = {
	picture: 'The workflow on the canvas',
	communityNode:
		'> This template uses the community node n8n-nodes-sinao. It requires self-hosted n8n until n8n has verified the node. n8n 3 refuses unverified community packages unless N8N_UNVERIFIED_PACKAGES_ENABLED=true, and runs in Docker only.',
	audience: 'Who is this for?',
	steps: 'How it works',
	setup: 'Setup',
	requirements: 'Requirements',
	customize: 'Customize',
};

/** The yellow note on the canvas. */
export function canvasNote(
	{ title, overview, steps, setup, customize }: TemplateTexts,
	words = english,
): string {
	return [
		`# ${title}`,
		overview,
		`### ${words.steps}`,
		numbered(steps),
		`### ${words.setup}`,
		checklist(setup),
		`### ${words.customize}`,
		customize.canvas,
	].join('\n\n');
}

/** The page in n8n's template library, in Markdown. */
export function libraryPage(texts: TemplateTexts, words = english): string {
	return [
		`# ${texts.title}`,
		...(texts.picture ? [`![${words.picture}](${texts.picture})`] : []),
		texts.overview,
		words.communityNode,
		`## ${words.audience}`,
		texts.audience,
		`## ${words.steps}`,
		...texts.paragraphs,
		`## ${words.setup}`,
		numbered(texts.setup),
		`## ${words.requirements}`,
		texts.requirements.map((line) => `- ${line}`).join('\n'),
		`## ${words.customize}`,
		texts.customize.page,
	]
		.join('\n\n')
		.concat('\n');
}
