import {
	download,
	everyId,
	expectDocuments,
	getMany,
	hintsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 12 } });

it('6 500, 502, 503 and 504, once each: tried again, then complete, and one line tells it', async () => {
	const { api } = sinao;
	for (const [index, status] of [500, 502, 503, 504].entries()) {
		api.faults.add({
			path: `/${everyId(api)[index * 2]}/pdf$`,
			times: 1,
			fault: { kind: 'status', status },
		});
	}
	const result = await download(api);
	expect(result.error).toBeUndefined();
	await expectDocuments(api, result.outputs[0]);
	expect(result.outputs[1]).toEqual([]);
	expect(hintsOf(result)).toEqual(['4 requests succeeded after a retry.']);
});

it('7 503 for ever: stops after six tries and names the address', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: { kind: 'status', status: 503 } });
	const { error, outputs } = await getMany(api);
	expect(error).toMatchObject({
		message: 'Sinao could not process the request (503)',
		description: expect.stringContaining('Try again later'),
		httpCode: '503',
		messages: [expect.stringMatching(/503 from 127\.0\.0\.1:\d+\/v1\/apps\/4711\/invoices/)],
	});
	expect(outputs).toEqual([]);
	expect(api.requests).toHaveLength(6);
});

it('7 503 for ever in the middle of a list: says what was done and that nothing was made of it', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 2, fault: { kind: 'status', status: 503 } });
	const { error, outputs } = await getMany(api, { options: { pageSize: 5 } });
	expect(error?.description).toBe(
		"The cause is on Sinao's side. Try again later. (6 attempts) 10 records had been read; the incomplete list was discarded.",
	);
	expect(outputs).toEqual([]);
});

it('7 503 for ever: given up when ten minutes are over, though tries are left', async () => {
	const { api } = sinao;
	const now = performance.now.bind(performance);
	let passed = 0;
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
	const stopListening = api.company.onChange(() => (passed = 11 * 60_000));
	const [tag] = api.company.lists.tags;
	api.faults.add({ path: '/invoices$', fault: { kind: 'status', status: 503 } });
	api.faults.add({
		path: '/invoices$',
		after: 2,
		times: 1,
		fault: { kind: 'mutate', steps: [{ do: 'change', list: 'tags', id: tag.id, changes: {} }] },
	});
	try {
		const { error } = await getMany(api, { options: { maximumTries: 10 } });
		expect(error?.message).toBe('Sinao could not process the request (503)');
		expect(api.requests).toHaveLength(3);
	} finally {
		stopListening();
		clock.mockRestore();
	}
});

it('8 503 on one document only: the others are there, and this one is in the output Missing', async () => {
	const { api } = sinao;
	const [, lost] = everyId(api);
	api.faults.add({ path: `/${lost}/pdf$`, fault: { kind: 'status', status: 503 } });
	const result = await download(api);
	expect(result.error).toBeUndefined();
	await expectDocuments(
		api,
		result.outputs[0],
		everyId(api).filter((id) => id !== lost),
	);
	expect(result.outputs[1]).toEqual([
		{
			json: {
				resource: 'invoices',
				document: expect.objectContaining({ id: lost, number: 'FAC-00002' }),
				reason: 'serverFault',
				message: 'Sinao could not process the request (503)',
				description: expect.any(String),
				details: expect.stringContaining(`/invoices/${lost}/pdf`),
				tries: 6,
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(hintsOf(result)).toEqual(["1 missing document. See the 'Missing' output."]);
	expect(requestsTo(api, `/${lost}/pdf`)).toHaveLength(6);
});

it("8 With 'If Documents Are Missing' on 'Stop With an Error' one missing document stops the node and is named", async () => {
	const { api } = sinao;
	const [, lost] = everyId(api);
	api.faults.add({ path: `/${lost}/pdf$`, fault: { kind: 'status', status: 503 } });
	const { error, outputs } = await download(api, { options: { whenMissing: 'fail' } });
	expect(error?.message).toBe('1 missing document: FAC-00002');
	expect(error?.description).toContain('Sinao could not process the request (503)');
	expect(outputs).toEqual([]);
});
