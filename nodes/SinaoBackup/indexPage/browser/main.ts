import type { PageData } from '../pageData';
import { setUpCheck } from './checkView';
import { byId, element } from './dom';
import { count, counted, stateWords } from './documents';
import { type Choice, Documents, type SortKey, totals } from './selection';
import { mostPrinted, Table } from './table';

const data = JSON.parse(byId('data').textContent ?? '') as PageData;
const documents = new Documents(data);
const table = new Table(byId<HTMLTableElement>('table'), byId<HTMLTableSectionElement>('rows'));
const search = byId<HTMLInputElement>('search');
const kind = byId<HTMLSelectElement>('kind');
const year = byId<HTMLSelectElement>('year');
const state = byId<HTMLSelectElement>('state');
let sort: Pick<Choice, 'sort' | 'descending'> = { sort: 'date', descending: true };

function update(): void {
	const choice = { query: search.value, kind: kind.value, year: year.value, state: state.value };
	const rows = documents.select({ ...choice, ...sort }).map((index) => documents.rows[index]);
	byId('found').textContent =
		rows.length === documents.rows.length
			? counted(rows.length, 'document')
			: `${counted(rows.length, 'document')} sur ${count(documents.rows.length)}`;
	byId('totals').replaceChildren(...totals(rows).map((text) => element('li', {}, text)));
	byId('none').hidden = rows.length > 0;
	byId('cut').hidden = rows.length <= mostPrinted;
	byId('cut').textContent =
		`Seuls les ${count(mostPrinted)} premiers documents sont imprimés : affinez la recherche.`;
	table.show(rows);
	placeHeadings();
}

/** Keeps the headings below the bar, whose height depends on the totals. */
function placeHeadings(): void {
	const { height } = byId('bar-of-choice').getBoundingClientRect();
	byId('table').style.setProperty('--below', `${height}px`);
}

function addOptions(parent: HTMLElement, options: Array<[value: string, text: string]>): void {
	parent.append(...options.map(([value, text]) => element('option', { value }, text)));
}

function fillFilters(): void {
	const distinct = (values: string[]) =>
		[...new Set(values)].sort((a, b) => a.localeCompare(b, 'fr'));
	const { rows } = documents;
	addOptions(
		kind,
		distinct(rows.map((row) => row.kind)).map((text) => [text, text]),
	);
	const years = distinct(rows.map(({ date }) => date.slice(0, 4)));
	addOptions(
		year,
		years.reverse().map((text) => (text ? [text, text] : ['none', 'Sans date'])),
	);
	const inSinao = element('optgroup', { label: 'Dans Sinao' });
	const statuses = distinct(rows.map(({ status }) => status)).filter(Boolean);
	addOptions(
		inSinao,
		statuses.map((text) => [`status:${text}`, text]),
	);
	const inBackup = element('optgroup', { label: 'Dans la sauvegarde' });
	const states = new Set(rows.map((row) => row.state));
	addOptions(
		inBackup,
		[...states].map((value) => [`state:${value}`, stateWords[value]]),
	);
	state.append(inSinao, inBackup);
}

function setUpSorting(): void {
	const headings = [...document.querySelectorAll<HTMLElement>('th[data-sort]')];
	for (const heading of headings)
		heading.querySelector('button')?.addEventListener('click', () => {
			const key = heading.dataset.sort as SortKey;
			const descending = sort.sort === key ? !sort.descending : key === 'date' || key === 'amount';
			sort = { sort: key, descending };
			for (const each of headings) each.setAttribute('aria-sort', 'none');
			heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
			update();
		});
}

fillFilters();
setUpSorting();
setUpCheck(data);
let nextUpdate = 0;
/** Once per frame, however fast somebody types. */
search.addEventListener('input', () => {
	cancelAnimationFrame(nextUpdate);
	nextUpdate = requestAnimationFrame(update);
});
for (const filter of [kind, year, state]) filter.addEventListener('change', update);
byId('clear').addEventListener('click', () => {
	search.value = kind.value = year.value = state.value = '';
	update();
	search.focus();
});
addEventListener('resize', placeHeadings);
addEventListener('beforeprint', () => table.drawAll());
addEventListener('afterprint', () => table.restart());
byId('list').hidden = false;
update();
