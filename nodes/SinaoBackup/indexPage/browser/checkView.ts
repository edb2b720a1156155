import type { PageData } from '../pageData';
import { check, type Progress, type Result } from './check';
import { byId, element, visible } from './dom';
import { count, counted } from './documents';

/** Names that a list shows at once. */
const shownAtOnce = 500;

/** The button 'Vérifier', its progress and its result. */
export function setUpCheck(data: PageData): void {
	const input = byId<HTMLInputElement>('folder');
	const button = byId<HTMLButtonElement>('check');
	const cancel = byId<HTMLButtonElement>('cancel');
	const result = byId('result');
	if (!('webkitdirectory' in input)) {
		button.disabled = true;
		result.replaceChildren(
			element(
				'p',
				{},
				'Ce navigateur ne sait pas lire un dossier. Le fichier LISEZMOI dit comment vérifier sans lui.',
			),
		);
		return;
	}
	let running = new AbortController();
	button.addEventListener('click', () => input.click());
	cancel.addEventListener('click', () => running.abort());
	const checkChosen = async () => {
		const files = [...(input.files ?? [])];
		input.value = '';
		if (!files.length) return;
		running = new AbortController();
		button.disabled = true;
		byId('progress').hidden = false;
		result.replaceChildren();
		const found = await check(data, files, showProgress, running.signal);
		byId('progress').hidden = true;
		button.disabled = false;
		result.replaceChildren(
			...(found ? resultElements(found) : [verdict('incomplete', 'Vérification interrompue', '')]),
		);
		result.focus();
	};
	input.addEventListener('change', () => void checkChosen());
}

const megabytes = (bytes: number) =>
	(bytes / 1e6).toLocaleString('fr-FR', { maximumFractionDigits: 1 });

let shown = 0;

function showProgress({ files, bytes, allFiles, allBytes }: Progress): void {
	const now = performance.now();
	if (now - shown < 100 && files < allFiles) return;
	shown = now;
	const bar = byId('bar') as unknown as HTMLProgressElement;
	bar.max = allBytes || 1;
	bar.value = bytes;
	byId('done').textContent =
		`${counted(files, 'fichier')} sur ${count(allFiles)}, ${megabytes(bytes)} Mo sur ${megabytes(allBytes)}`;
}

function verdict(style: string, title: string, sentence: string): HTMLElement {
	return element(
		'div',
		{ class: `outcome ${style}` },
		element('strong', {}, title),
		element('span', {}, sentence),
	);
}

function resultElements(result: Result): HTMLElement[] {
	if (!result.isBackup)
		return [
			verdict(
				'failed',
				'Ce dossier n’est pas celui de la sauvegarde',
				'Aucun fichier connu n’y a été trouvé. Choisissez le dossier qui contient cette page.',
			),
		];
	const { modified, missing, unreadable, unknown, withdrawn, right, outside, skipped } = result;
	const wrong = modified.length + missing.length + unreadable.length;
	const notes = [
		skipped && `${counted(skipped, 'fichier')} de preuve ou du système, non comparés`,
		outside && `${counted(outside, 'fichier')} hors du dossier de la sauvegarde`,
	].filter(Boolean);
	return [
		wrong
			? verdict(
					'failed',
					'Des fichiers ne sont pas intacts',
					`${count(wrong)} à examiner, ${counted(right, 'intact')}.`,
				)
			: verdict(
					'complete',
					'Tous les fichiers sont intacts',
					`${counted(right, 'fichier')} : chaque octet est celui de la sauvegarde.`,
				),
		...list('modified', 'Modifiés', modified),
		...list('missing', 'Absents', missing),
		...list('unreadable', 'Illisibles', unreadable),
		...list('unknown', 'Inconnus (ne font pas partie de la sauvegarde)', unknown),
		...list('withdrawn', 'Déjà signalés comme modifiés par une sauvegarde', withdrawn),
		...(notes.length ? [element('p', { class: 'note' }, `${notes.join(' ; ')}.`)] : []),
	];
}

function list(id: string, title: string, paths: string[]): HTMLElement[] {
	if (!paths.length) return [];
	const items = (from: number, to?: number) =>
		paths.slice(from, to).map((path) => element('li', {}, visible(path)));
	const names = element('ul', { id }, ...items(0, shownAtOnce));
	const made: HTMLElement[] = [element('h3', {}, `${title} : ${count(paths.length)}`), names];
	if (paths.length > shownAtOnce) {
		const more = element('button', { type: 'button' }, `Afficher les ${count(paths.length)}`);
		more.addEventListener('click', () => {
			names.append(...items(shownAtOnce));
			more.remove();
		});
		made.push(more);
	}
	return made;
}
