/** Escapes text from the account, which can contain markup and control characters. */
export function escaped(text: unknown): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return String(text ?? '')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
		.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Inserts the non-breaking spaces of French typography before `:`, `;`, `?`, `!` and after `n°`. */
export function french(text: string): string {
	return text.replace(/ ([:;?!])/g, '\u00a0$1').replace(/\b(n°|art\.) /g, '$1\u00a0');
}

/** Maximum number of rows in a table; the JSON report contains all. */
const shown = 300;

/** A table column. `set`: amounts are right-aligned, short texts stay on one line, names and invoice numbers are wider. */
export interface TableColumn<T> {
	title: string;
	cell: (row: T) => unknown;
	set?: 'amount' | 'short' | 'name';
}

export function table<T>(rows: T[], columns: Array<TableColumn<T>>): string {
	const style = ({ set }: TableColumn<T>) => (set ? ` class="${set}"` : '');
	const head = columns
		.map((column) => `<th scope="col"${style(column)}>${escaped(french(column.title))}</th>`)
		.join('');
	const body = rows
		.slice(0, shown)
		.map(
			(row) =>
				`<tr>${columns.map((column) => `<td${style(column)}>${escaped(column.cell(row))}</td>`).join('')}</tr>`,
		);
	const rest =
		rows.length > shown
			? paragraph(
					`… et ${(rows.length - shown).toLocaleString('fr-FR')} de plus, dans rapport.json.`,
					'note',
				)
			: '';
	return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>${rest}`;
}

export function section(title: string, ...content: string[]): string {
	return `<section><h2>${escaped(french(title))}</h2>\n${content.filter(Boolean).join('\n')}\n</section>`;
}

export function subsection(title: string, ...content: string[]): string {
	return `<h3>${escaped(french(title))}</h3>\n${content.filter(Boolean).join('\n')}`;
}

export function paragraph(text: string, style = ''): string {
	return `<p${style && ` class="${style}"`}>${escaped(french(text))}</p>`;
}
