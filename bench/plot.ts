export interface Series {
	name: string;
	colour: string;
	/** Invoices and seconds. */
	points: Array<[number, number]>;
}

const size = { width: 640, height: 400, left: 70, right: 130, top: 30, bottom: 50 };

function decades(values: number[]): number[] {
	const from = Math.floor(Math.log10(Math.min(...values)));
	const to = Math.ceil(Math.log10(Math.max(...values)));
	return Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step));
}

/** An SVG plot with two logarithmic axes; a linear relation has slope one. */
export function plot(title: string, series: Series[]): string {
	const points = series.flatMap((each) => each.points);
	const [xs, ys] = [decades(points.map(([x]) => x)), decades(points.map(([, y]) => y))];
	const place = (value: number, ticks: number[], from: number, to: number) =>
		from +
		((Math.log10(value) - Math.log10(ticks[0])) /
			(Math.log10(ticks[ticks.length - 1]) - Math.log10(ticks[0]))) *
			(to - from);
	const x = (value: number) => place(value, xs, size.left, size.width - size.right).toFixed(1);
	const y = (value: number) => place(value, ys, size.height - size.bottom, size.top).toFixed(1);
	const line = (x1: string, y1: string, x2: string, y2: string) =>
		`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#ddd"/>`;
	const text = (left: string | number, top: string | number, words: string, anchor = 'middle') =>
		`<text x="${left}" y="${top}" text-anchor="${anchor}">${words}</text>`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12" fill="#222">`,
		`<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
		text(size.width / 2, 18, title),
		...xs.flatMap((tick) => [
			line(x(tick), y(ys[0]), x(tick), y(ys[ys.length - 1])),
			text(x(tick), size.height - size.bottom + 18, tick.toLocaleString('en')),
		]),
		...ys.flatMap((tick) => [
			line(x(xs[0]), y(tick), x(xs[xs.length - 1]), y(tick)),
			text(size.left - 8, Number(y(tick)) + 4, `${tick} s`, 'end'),
		]),
		text((size.left + size.width - size.right) / 2, size.height - 10, 'invoices'),
		...series.flatMap(({ name, colour, points: own }) => [
			`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${own.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')}"/>`,
			...own.map(
				([at, value]) => `<circle cx="${x(at)}" cy="${y(value)}" r="3.5" fill="${colour}"/>`,
			),
			`<g fill="${colour}">${text(Number(x(own[own.length - 1][0])) + 8, Number(y(own[own.length - 1][1])) + 4, name, 'start')}</g>`,
		]),
		'</svg>',
		'',
	].join('\n');
}
