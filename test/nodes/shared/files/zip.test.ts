import { zipSync } from 'fflate';

import { readZip } from '../../../../nodes/shared/files/unzip';

const limits = { entries: 10, entryBytes: 60e6, totalBytes: 100e6 };
const zeros = new Uint8Array(50e6);

describe('97 A ZIP that unpacks to more than its limit', () => {
	const zip = Buffer.from(zipSync({ a: zeros, b: zeros, c: zeros }));

	it('97 is refused where its directory says so', () => {
		expect(zip.length).toBeLessThan(1e6);
		expect(readZip(zip, limits).failure?.message).toBe(
			'The ZIP archive from Sinao is too large when unpacked (150 MB, at most 100 MB)',
		);
	});

	it('97 ends where its directory lies', () => {
		const lying = Buffer.from(zip);
		// The unpacked size in each header of the directory (APPNOTE, 4.3.12).
		for (let at = lying.indexOf('PK\x01\x02'); at >= 0; at = lying.indexOf('PK\x01\x02', at + 4))
			lying.writeUInt32LE(1, at + 24);
		const { value } = readZip(lying, limits);
		expect([...(value?.entries ?? [])]).toEqual([]);
	});

	it('44 of more files than its limit is refused', () => {
		const names = Array.from({ length: 11 }, (_, index) => [`${index}`, new Uint8Array(3)]);
		const many = Buffer.from(zipSync(Object.fromEntries(names) as Record<string, Uint8Array>));
		expect(readZip(many, limits).failure?.message).toBe(
			'The ZIP archive from Sinao contains too many files (11)',
		);
		expect(readZip(many, { ...limits, entries: 11 }).value?.listed).toHaveLength(11);
	});

	it('97 is read where the limit allows it', () => {
		const { value } = readZip(zip, { ...limits, totalBytes: 150e6 });
		expect([...(value?.entries ?? [])].map(({ name, bytes }) => [name, bytes.length])).toEqual([
			['a', 50e6],
			['b', 50e6],
			['c', 50e6],
		]);
	});
});
