/**
 * Does only what is necessary to download documents in n8n: it requests and stores them with n8n's own helpers,
 * without any check. Its cost is n8n's; what a node of this package costs beyond it is ours.
 */
class Bare {
	description = {
		displayName: 'Bare',
		name: 'bare',
		group: ['input'],
		version: 1,
		description: 'Downloads documents',
		defaults: { name: 'Bare' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'sinaoApi', required: true }],
		properties: [
			{ displayName: 'List', name: 'list', type: 'string', default: '' },
			{ displayName: 'In Flight', name: 'inFlight', type: 'number', default: 4 },
		],
	};

	async execute() {
		const list = this.getNodeParameter('list', 0);
		const request = async (url, encoding) =>
			await this.helpers.httpRequestWithAuthentication.call(this, 'sinaoApi', {
				url,
				encoding,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
			});
		const ids = [];
		for (let rows = [undefined]; rows.length; ) {
			const after = ids.length
				? `&filters[0][name]=id&filters[0][comparator]=>&filters[0][value]=${ids.at(-1)}`
				: '';
			rows = (await request(`${list}?order[0][name]=id&order[0][direction]=asc&limit=1000${after}`))
				.body.data;
			ids.push(...rows.map(({ id }) => id));
		}
		const items = [];
		let next = 0;
		const work = async () => {
			while (next < ids.length) {
				const id = ids[next++];
				const { statusCode, body } = await request(`${list}/${id}/pdf`, 'arraybuffer');
				if (statusCode === 200)
					items.push({
						json: { document: { id } },
						binary: {
							data: await this.helpers.prepareBinaryData(body, `${id}.pdf`, 'application/pdf'),
						},
						pairedItem: { item: 0 },
					});
			}
		};
		await Promise.all(Array.from({ length: this.getNodeParameter('inFlight', 0) }, work));
		return [items];
	}
}

module.exports = { Bare };
