import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import sharp, { type Region } from 'sharp';

import { ensureProgram } from '../test/support/debian';
import { launch, stop, succeed, until } from '../test/support/processes';

/** Debian packages that a screen and the pictures of it need. */
const packages = [
	'xvfb',
	'xdotool',
	'imagemagick',
	'dbus-daemon',
	'adwaita-icon-theme',
	'fonts-liberation',
];

export interface DesktopProgram {
	/** The program and its Debian packages. */
	name: string;
	packages: string[];
	parameters: string[];
	/** A part of the title of its window. */
	title: string;
	/** The part of the screen to show; all of it unless given. */
	crop?: Region;
}

/** The window of a desktop program as a PNG, on a screen of this size, with everything drawn at twice its size. */
export async function desktopPicture(
	program: DesktopProgram,
	{ width, height }: { width: number; height: number },
): Promise<Buffer> {
	await ensureProgram('Xvfb', packages);
	await ensureProgram('xdotool', packages);
	const executable = await ensureProgram(program.name, program.packages);
	const home = await mkdtemp(path.join(tmpdir(), 'sinao-desktop-'));
	const screen = launch('Xvfb', ['-displayfd', '1', '-screen', '0', `${width}x${height}x24`]);
	const display = `:${String((await once(screen.stdout as Readable, 'data'))[0]).trim()}`;
	const env = { ...process.env, DISPLAY: display, HOME: home, GDK_SCALE: '2', LANG: 'C.UTF-8' };
	const session = ['--', executable, ...program.parameters];
	const opened = launch('dbus-run-session', session, { env, stdio: 'ignore' });
	try {
		const search = ['search', '--sync', '--onlyvisible', '--name', program.title];
		const found = await succeed('xdotool', search, { env, timeoutMs: 120_000 });
		const window = found.trim().split('\n').at(-1) as string;
		const file = path.join(home, 'screen.png');
		const place = ['windowmove', window, '0', '0', 'windowsize', window, `${width}`, `${height}`];
		const take = async () => {
			await succeed('xdotool', place, { env });
			await succeed('import', ['-window', 'root', file], { env });
			return await readFile(file);
		};
		let last = await take();
		let same = 0;
		// A program that is starting shows an empty window for a while.
		await until(`a window '${program.title}' that no longer changes`, async () => {
			const before = last;
			last = await take();
			same = before.equals(last) ? same + 1 : 0;
			return same === 12;
		});
		return program.crop ? await sharp(last).extract(program.crop).toBuffer() : last;
	} finally {
		await stop(opened);
		await stop(screen);
		await rm(home, { recursive: true, force: true, maxRetries: 5 });
	}
}
