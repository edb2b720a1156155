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
			{ displayName: 'Keeps', name: 'keeps', type: 'boolean', default: true },
			{ displayName: 'Maximum', name: 'maximum', type: 'number', default: 0 },
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
		const keeps = this.getNodeParameter('keeps', 0);
		const maximum = this.getNodeParameter('maximum', 0) || Infinity;
		let next = 0;
		const work = async () => {
			while (next < ids.length && items.length < maximum) {
				const id = ids[next++];
				const { statusCode, body } = await request(`${list}/${id}/pdf`, 'arraybuffer');
				if (statusCode === 200 && keeps)
					items.push({
						json: { document: { id }, path: `${id}.pdf`, fileName: `${id}.pdf` },
						binary: {
							data: await this.helpers.prepareBinaryData(body, `${id}.pdf`, 'application/pdf'),
						},
						pairedItem: { item: 0 },
					});
			}
		};
		await Promise.all(Array.from({ length: this.getNodeParameter('inFlight', 0) }, work));
		return [items.slice(0, maximum)];
	}
}

module.exports = { Bare };
