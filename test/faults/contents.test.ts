import type { Fault } from '../support/sinao/faults/fault';
import {
	download,
	everyId,
	expectDocuments,
	fileOf,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 6, purchases: 24 } });

/** What the output Missing says of the second invoice when it suffers a fault for ever. */
async function missingWith(fault: Fault) {
	const { api } = sinao;
	const ids = everyId(api);
	api.faults.add({ path: `/${ids[1]}/pdf$`, fault });
	const { error, outputs } = await download(api, { options: { maximumTries: 3 } });
	expect(error).toBeUndefined();
	await expectDocuments(
		api,
		outputs[0],
		ids.filter((id) => id !== ids[1]),
	);
	expect(idsOf(outputs[1])).toEqual([ids[1]]);
	return outputs[1][0].json;
}

it.each([
	['with its own content type', 'text/html; charset=utf-8'],
	['declared as a PDF', 'application/pdf'],
])(
	'16 A login page instead of a PDF, %s: refused by its content and quoted without secrets',
	async (_, contentType) => {
		const { api } = sinao;
		const text = `<!DOCTYPE html><html><script>let token = "abcdef";</script><body>Connectez-vous à Sinao. Api-Key: ${api.apiKey} password=hunter22 ${'suite '.repeat(100)}</body></html>`;
		const { message, reason, tries } = await missingWith({ kind: 'html', text, contentType });
		expect({ reason, tries }).toEqual({ reason: 'invalidFile', tries: 3 });
		expect(message).toMatch(
			/^Sinao returned a web page: “Connectez-vous à Sinao\. Api-Key: … password=… suite /,
		);
		expect(/“(.*)”/.exec(String(message))?.[1].length).toBeLessThanOrEqual(200);
	},
);

it('17 An error as JSON instead of a PDF: the message of the API is shown', async () => {
	const { message } = await missingWith({
		kind: 'jsonError',
		message: 'Le document est en cours de génération.',
		contentType: 'application/pdf',
	});
	expect(message).toBe(
		'Sinao returned a message instead of the file: “Le document est en cours de génération.”',
	);
});

it('18 An empty body: refused, tried once more, then in the output Missing', async () => {
	expect(await missingWith({ kind: 'empty' })).toMatchObject({
		message: 'The document from Sinao is empty',
		tries: 2,
	});
});

it.each([['text/plain'], ['image/png'], [null]])(
	'19 A PDF with the content type %s: taken for what it is, and noted',
	async (value) => {
		const { api } = sinao;
		api.faults.add({ path: '/pdf$', fault: { kind: 'contentType', value } });
		const result = await download(api);
		await expectDocuments(api, result.outputs[0]);
		expect(result.outputs[0][0].json).toMatchObject({
			mimeType: 'application/pdf',
			fileName: expect.stringMatching(/\.pdf$/),
		});
		expect(hintsOf(result)).toEqual([
			'Some documents have a wrong file type in Sinao. Their type was determined from their content.',
		]);
	},
);

it.each([
	['as the service declares them', undefined],
	['declared as PDFs', 'application/pdf'],
])(
	'20 Originals of purchases that are JPEG, PNG, HEIC or XML, %s: the ending follows the content',
	async (_, value) => {
		const { api } = sinao;
		if (value) api.faults.add({ path: '/original$', fault: { kind: 'contentType', value } });
		const { outputs } = await download(api, { type: 'sinaoPurchases' });
		const endings = new Set<string>();
		for (const item of outputs[0]) {
			const [id] = idsOf([item]) as number[];
			const { extension, bytes } = api.company.document('purchases', id) as {
				extension: string;
				bytes: Buffer;
			};
			expect(String(item.json.fileName)).toMatch(new RegExp(`\\.${extension}$`));
			expect(await fileOf(item)).toEqual(bytes);
			endings.add(extension);
		}
		expect([...endings].sort()).toEqual(['heic', 'jpg', 'pdf', 'png', 'xml']);
	},
);

it('21 JSON with a byte order mark: read at once', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: { kind: 'malformedJson', how: 'bom' } });
	expect(idsOf((await getMany(api)).outputs[0])).toEqual(everyId(api));
	expect(api.requests.every(({ status }) => status === 200)).toBe(true);
});

it.each(['truncated', 'garbage'] as const)(
	'21 JSON that is %s, twice: asked again, no row of the bad page is used',
	async (how) => {
		const { api } = sinao;
		api.faults.add({
			path: '/invoices$',
			after: 1,
			times: 2,
			fault: { kind: 'malformedJson', how },
		});
		const result = await getMany(api, { options: { pageSize: 2 } });
		expect(idsOf(result.outputs[0])).toEqual(everyId(api));
		expect(hintsOf(result)).toEqual(['1 request succeeded after a retry.']);
	},
);

it.each(['truncated', 'garbage'] as const)(
	'21 JSON that is always %s: fails after six tries and names the position',
	async (how) => {
		const { api } = sinao;
		api.faults.add({ path: '/invoices$', fault: { kind: 'malformedJson', how } });
		const { error, outputs } = await getMany(api);
		expect(error).toMatchObject({
			message: expect.stringMatching(/^127\.0\.0\.1:\d+ returned an unreadable response$/),
			messages: [expect.stringMatching(/position \d+/)],
		});
		expect(outputs).toEqual([]);
		expect(requestsTo(api, '/invoices')).toHaveLength(6);
	},
);
