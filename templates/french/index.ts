import { canvasNote, libraryPage, type PageWords } from '../parts/page';
import type { WorkflowNode } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import type { Template } from '../template';
import { frenchFamilies } from './families';
import { frenchStorages } from './storages';
import { phrases, sentences } from './words';

const words: PageWords = {
	picture: 'Le workflow',
	communityNode:
		'> Ce modèle utilise le nœud de la communauté n8n-nodes-sinao. Tant que n8n ne l’a pas vérifié, il faut un n8n auto-hébergé. n8n 3 refuse les paquets non vérifiés sauf avec N8N_UNVERIFIED_PACKAGES_ENABLED=true, et ne fonctionne que sous Docker.',
	audience: 'Pour qui ?',
	steps: 'Comment ça marche',
	setup: 'Mise en place',
	requirements: 'Il vous faut',
	customize: 'Adapter',
};

function inFrench(sentence: string): string {
	const french = sentences[sentence];
	if (!french) throw new Error(`No French for: ${sentence}`);
	return french;
}

/** A section note: a heading and sentences. */
function noteInFrench(content: string): string {
	const [heading, text] = content.split('\n');
	const translated = text.split(/(?<=\.) (?=[A-Z]|manifest\.json)/).map(inFrench);
	return `## ${inFrench(heading.replace('## ', ''))}\n${translated.join(' ')}`;
}

function nodeInFrench(node: WorkflowNode, overview: string): WorkflowNode {
	const { parameters, type, name } = node;
	if (name === 'Overview') return { ...node, parameters: { ...parameters, content: overview } };
	if (type === 'n8n-nodes-base.stickyNote')
		return {
			...node,
			parameters: { ...parameters, content: noteInFrench(String(parameters.content)) },
		};
	if (!['n8n-nodes-base.stopAndError', 'n8n-nodes-base.emailSend'].includes(type)) return node;
	const translated = Object.entries(parameters).map(([key, value]) => [
		key,
		typeof value === 'string'
			? phrases.reduce((text, [english, french]) => text.replaceAll(english, french), value)
			: value,
	]);
	return { ...node, parameters: Object.fromEntries(translated) };
}

/**
 * A template with French texts; undefined if there are none for it. Only what people read differs: the names of nodes are
 * those of the English template, because expressions and the documentation name them.
 *
 * @param key of the source of the template
 */
export function frenchTemplate(
	key: string,
	storage: Storage,
	{ workflow }: Template,
): Template | undefined {
	const family = frenchFamilies[key];
	const french = frenchStorages[storage.key];
	if (!family || !french) return undefined;
	const texts = family(french, storage);
	return {
		workflow: {
			...workflow,
			name: texts.title,
			nodes: workflow.nodes.map((node) => nodeInFrench(node, canvasNote(texts, words))),
		},
		description: libraryPage(texts, words),
	};
}
