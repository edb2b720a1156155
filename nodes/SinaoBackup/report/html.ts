/** Text of the account in a page: it may hold anything, markup and control characters too. */
export function escaped(text: unknown): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return String(text ?? '')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
		.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Rows that a page shows at most; the JSON report has all. */
const shown = 300;

/** A column: its title and how a row fills it; `number` is set to the right. */
export interface TableColumn<T> {
	title: string;
	cell: (row: T) => unknown;
	number?: boolean;
}

export function table<T>(rows: T[], columns: Array<TableColumn<T>>): string {
	const align = ({ number }: TableColumn<T>) => (number ? ' class="number"' : '');
	const head = columns.map((column) => `<th scope="col"${align(column)}>${escaped(column.title)}</th>`).join('');
	const body = rows.slice(0, shown).map((row) => `<tr>${columns.map((column) => `<td${align(column)}>${escaped(column.cell(row))}</td>`).join('')}</tr>`);
	const rest = rows.length > shown ? `<p class="note">… et ${rows.length - shown} de plus, dans rapport.json.</p>` : '';
	return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>${rest}`;
}

export function section(title: string, ...content: string[]): string {
	return `<section><h2>${escaped(title)}</h2>\n${content.filter(Boolean).join('\n')}\n</section>`;
}

export function subsection(title: string, ...content: string[]): string {
	return `<h3>${escaped(title)}</h3>\n${content.filter(Boolean).join('\n')}`;
}

export function paragraph(text: string, style = ''): string {
	return `<p${style && ` class="${style}"`}>${escaped(text)}</p>`;
}
