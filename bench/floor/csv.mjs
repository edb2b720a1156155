import { createWriteStream } from 'node:fs';

/**
 * Does only what is necessary: requests one page after another and writes every field of every row to a CSV
 * file. The header goes to a separate file at the end, when all fields are known.
 */
export async function exportCsv({ list, apiKey, pageSize, file }) {
	const columns = new Map();
	const output = createWriteStream(file);
	let last = 0;
	for (let rows = [undefined]; rows.length; ) {
		const after = last
			? `&filters[0][name]=id&filters[0][comparator]=>&filters[0][value]=${last}`
			: '';
		const address = `${list}?expand[]=contact_infos&order[0][name]=id&order[0][direction]=asc&limit=${pageSize}${after}`;
		const answer = await fetch(address, { headers: { 'api-key': apiKey } });
		rows = (await answer.json()).data;
		for (const row of rows) {
			const cells = [];
			visit(row, '', columns, cells);
			output.write(`${cells.join(';')}\r\n`);
		}
		last = rows.at(-1)?.id;
	}
	await new Promise((resolve) => output.end(resolve));
	const header = createWriteStream(`${file}.header`);
	await new Promise((resolve) => header.end([...columns.keys()].join(';'), resolve));
}

function visit(value, name, columns, cells) {
	for (const key in value) {
		const field = value[key];
		if (field === null) continue;
		if (typeof field === 'object') {
			visit(field, `${name}${key}.`, columns, cells);
			continue;
		}
		const column = name + key;
		if (!columns.has(column)) columns.set(column, columns.size);
		const text = String(field);
		cells[columns.get(column)] = /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	}
}
