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

const communityNode =
	'> This template uses the community node n8n-nodes-sinao. It requires self-hosted n8n until n8n has verified the node. n8n 3 refuses unverified community packages unless N8N_UNVERIFIED_PACKAGES_ENABLED=true, and runs in Docker only.';

/** The yellow note on the canvas. */
export function canvasNote({ title, overview, steps, setup, customize }: TemplateTexts): string {
	return [
		`# ${title}`,
		overview,
		'### How it works',
		numbered(steps),
		'### Setup',
		checklist(setup),
		'### Customize',
		customize.canvas,
	].join('\n\n');
}

/** The page in n8n's template library, in Markdown. */
export function libraryPage(texts: TemplateTexts): string {
	return [
		`# ${texts.title}`,
		...(texts.picture ? [`![The workflow on the canvas](${texts.picture})`] : []),
		texts.overview,
		communityNode,
		'## Who is this for?',
		texts.audience,
		'## How it works',
		...texts.paragraphs,
		'## Setup',
		numbered(texts.setup),
		'## Requirements',
		texts.requirements.map((line) => `- ${line}`).join('\n'),
		'## Customize',
		texts.customize.page,
	]
		.join('\n\n')
		.concat('\n');
}
