/** Encoders of what PDFs may contain (ISO 32000-1, 7.4), to write samples. */

export function asciiHex(bytes: Buffer): Buffer {
	return Buffer.from(`${bytes.toString('hex').replace(/(.{64})/g, '$1\r\n')}>`);
}

/** With `z` for four zeros and a line end after every 75 characters, as Ghostscript writes it. */
export function ascii85(bytes: Buffer): Buffer {
	const groups: string[] = [];
	for (let at = 0; at < bytes.length; at += 4) {
		const part = bytes.subarray(at, at + 4);
		let value = Buffer.concat([part, Buffer.alloc(4 - part.length)]).readUInt32BE();
		let group = '';
		for (let digit = 0; digit < 5; digit++) {
			group = String.fromCharCode(33 + (value % 85)) + group;
			value = Math.floor(value / 85);
		}
		groups.push(part.length === 4 && group === '!!!!!' ? 'z' : group.slice(0, part.length + 1));
	}
	return Buffer.from(`${groups.join('').replace(/(.{75})/g, '$1\n')}~>`, 'latin1');
}

/** Rows of PNG with one method after the other: none, sub, up, average, Paeth (PNG, 9.2). The last row is filled with spaces. */
export function pngPredicted(bytes: Buffer, columns: number, pixel = 1): Buffer {
	const rows: Buffer[] = [];
	const at = (position: number) => bytes[position] ?? 0x20;
	for (let start = 0; start < bytes.length; start += columns) {
		const method = rows.length % 5;
		const row = Buffer.alloc(columns + 1);
		row[0] = method;
		for (let index = 0; index < columns; index++) {
			const left = index < pixel ? 0 : at(start + index - pixel);
			const above = start ? at(start - columns + index) : 0;
			const corner = start && index >= pixel ? at(start - columns + index - pixel) : 0;
			row[index + 1] =
				at(start + index) -
				[0, left, above, Math.floor((left + above) / 2), paeth(left, above, corner)][method];
		}
		rows.push(row);
	}
	return Buffer.concat(rows);
}

function paeth(a: number, b: number, c: number): number {
	const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Each byte less the one `pixel` bytes before it in its row (TIFF 6.0, section 14). */
export function tiffPredicted(bytes: Buffer, columns: number, pixel: number): Buffer {
	const whole = Buffer.concat([
		bytes,
		Buffer.alloc((columns - (bytes.length % columns)) % columns, ' '),
	]);
	return Buffer.from(
		whole.map((byte, index) => byte - (index % columns < pixel ? 0 : whole[index - pixel])),
	);
}
