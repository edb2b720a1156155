import { writeFile } from 'node:fs/promises';

/** Does only what is necessary: lists the ids, then downloads and writes `inFlight` files at a time. */
export async function downloadPdfs({ list, apiKey, pageSize, folder, inFlight }) {
	const headers = { 'api-key': apiKey };
	const ids = [];
	for (let rows = [undefined]; rows.length; ) {
		const after = ids.length
			? `&filters[0][name]=id&filters[0][comparator]=>&filters[0][value]=${ids.at(-1)}`
			: '';
		rows = (
			await (
				await fetch(`${list}?order[0][name]=id&order[0][direction]=asc&limit=${pageSize}${after}`, {
					headers,
				})
			).json()
		).data;
		ids.push(...rows.map(({ id }) => id));
	}
	let next = 0;
	async function work() {
		while (next < ids.length) {
			const id = ids[next++];
			const answer = await fetch(`${list}/${id}/pdf`, { headers });
			if (answer.ok)
				await writeFile(`${folder}/${id}.pdf`, Buffer.from(await answer.arrayBuffer()));
		}
	}
	await Promise.all(Array.from({ length: inFlight }, work));
}
