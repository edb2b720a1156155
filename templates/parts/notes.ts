import type { NodeDeclaration } from './workflow';

interface Place {
	x: number;
	y: number;
	width: number;
	height: number;
}

function note(
	name: string,
	content: string,
	{ x, y, width, height }: Place,
	color?: number,
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [x, y],
		parameters: { content, height, width, ...(color === undefined ? {} : { color }) },
	};
}

/** The yellow note that explains the whole workflow. */
export function overviewNote(content: string, place: Place): NodeDeclaration {
	return note('Overview', content, place);
}

/** A white note behind one section of the workflow. */
export function sectionNote(title: string, content: string, place: Place): NodeDeclaration {
	const white = 7;
	return note(`Note: ${title}`, `## ${title}\n${content}`, place, white);
}
