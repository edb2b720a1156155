import type { NodeDeclaration } from './workflow';

interface Rectangle {
	x: number;
	y: number;
	width: number;
	height: number;
}

const white = 7;

/** The last sentence of the notes around `reportMissing`. */
export const leaveInputUnconnected = 'Leave the first input unconnected: it makes n8n wait.';

function note(
	name: string,
	content: string,
	{ x, y, width, height }: Rectangle,
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

/** The yellow note that explains the workflow. */
export function overviewNote(content: string, rectangle: Rectangle): NodeDeclaration {
	return note('Overview', content, rectangle);
}

/** A white note behind one section of the workflow. */
export function sectionNote(title: string, content: string, rectangle: Rectangle): NodeDeclaration {
	return note(`Note: ${title}`, `## ${title}\n${content}`, rectangle, white);
}
