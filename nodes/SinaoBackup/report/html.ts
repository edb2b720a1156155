import { addressOf } from './address';

/** Markup. Only `html` and `trusted` create it, so that nothing enters a page without being escaped. */
export class Html {
	constructor(readonly markup: string) {}
}

/**
 * A piece of a page, as a tagged template. Every value is escaped, except other markup; a list is joined by
 * line ends, and what is absent is left out.
 */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
	return new Html(strings.reduce((page, text, index) => page + markupOf(values[index - 1]) + text));
}

/** Text of this package that is markup already. */
export function trusted(text: string): Html {
	return new Html(text);
}

function markupOf(value: unknown): string {
	if (value instanceof Html) return value.markup;
	if (Array.isArray(value)) return value.map(markupOf).filter(Boolean).join('\n');
	return escaped(value);
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text of the account may contain anything, including markup and control characters. */
function escaped(text: unknown): string {
	return String(text ?? '')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
		.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Inserts the non-breaking spaces of French typography before `:`, `;`, `?`, `!` and after `n°`. */
export function french(text: string): string {
	return text.replace(/ ([:;?!])/g, '\u00a0$1').replace(/\b(n°|art\.) /g, '$1\u00a0');
}

/** Maximum number of rows in a table. */
const shown = 300;

/** A table column. `set`: amounts are right-aligned, short texts stay on one line, names and invoice numbers are wider. */
export interface TableColumn<T> {
	title: string;
	cell: (row: T) => unknown;
	set?: 'amount' | 'short' | 'name';
}

/** @param rest where the rows are that a long table does not show */
export function table<T>(
	rows: T[],
	columns: Array<TableColumn<T>>,
	rest: Html | string = html`dans ${link('rapport.json')}`,
): Html {
	const style = ({ set }: TableColumn<T>) => (set ? html` class="${set}"` : '');
	const inRow = (cells: Html[]) => trusted(cells.map(({ markup }) => markup).join(''));
	const head = columns.map(
		(column) => html`<th scope="col" ${style(column)}>${french(column.title)}</th>`,
	);
	const body = rows.slice(0, shown).map(
		(row) =>
			html`<tr>
				${inRow(columns.map((column) => html`<td${style(column)}>${column.cell(row)}</td>`))}
			</tr>`,
	);
	const hidden = (rows.length - shown).toLocaleString('fr-FR');
	const more = rows.length > shown ? paragraph(html`… et ${hidden} de plus, ${rest}.`, 'note') : '';
	return html`<table>
			<thead>
				<tr>
					${inRow(head)}
				</tr>
			</thead>
			<tbody>
				${body}
			</tbody>
		</table>
		${more}`;
}

export function section(title: string, ...content: Array<Html | ''>): Html {
	return html`<section>
		<h2>${french(title)}</h2>
		${content}
	</section>`;
}

export function subsection(title: string, ...content: Array<Html | ''>): Html {
	return html`<h3>${french(title)}</h3>
		${content}`;
}

export function paragraph(text: Html | string, style = ''): Html {
	return html`<p${style && html` class="${style}"`}>${frenchMarkup(text)}</p>`;
}

/** A text or markup with the spaces of French typography. */
export function frenchMarkup(text: Html | string): Html | string {
	return text instanceof Html ? trusted(french(text.markup)) : french(text);
}

/** A link to a file of the backup that is known to be there. */
export function link(path: string, text: unknown = path): Html {
	return html`<a href="${addressOf(path)}">${text}</a>`;
}
