import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

interface Packed {
	size: number;
	files: Array<{ path: string }>;
}

const [packed] = JSON.parse(
	execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=silent'], {
		cwd: root,
		encoding: 'utf8',
	}),
) as Packed[];
const files = new Set(packed.files.map((file) => file.path));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(textOf('package.json'));

/** Everything that the package may hold, and each of it must be there. */
const needed = [
	/^package\.json$/,
	/^index\.js$/,
	/^LICENSE$/,
	/^README\.md$/,
	/^CHANGELOG\.md$/,
	/^dist\/credentials\/\w+\.credentials\.js$/,
	/^dist\/icons\/sinao(?:Accounting|Backup|Bank|Contacts|Trigger)?(\.dark)?\.svg$/,
	/^dist\/libraries\/[\w-]+\.js$/,
	/^dist\/nodes\/(Sinao\w+)\/\1\.node\.js(on)?$/,
	/^dist\/nodes\/(Sinao\w+|shared)\/([a-z]\w*\/)*[a-z]\w*\.js$/,
];

/** What n8n gives to every node; anything else would be missing on a user's machine. */
const givenByN8n = ['n8n-workflow', 'luxon', 'crypto', 'zod'];

describe('The package that users install', () => {
	it('holds what is needed and nothing else', () => {
		expect([...files].filter((file) => !needed.some((pattern) => pattern.test(file)))).toEqual([]);
		expect(needed.filter((pattern) => ![...files].some((file) => pattern.test(file)))).toEqual([]);
	});

	it('holds every file that it tells n8n to load, with its codex', () => {
		const { nodes, credentials } = manifest.n8n as Record<'nodes' | 'credentials', string[]>;
		expect([...nodes, ...credentials].filter((file) => !files.has(file))).toEqual([]);
		expect(nodes.map((file) => `${file}on`).filter((file) => !files.has(file))).toEqual([]);
		const shells = [...files].filter((file) => /\.node\.js$/.test(file));
		expect(shells.sort()).toEqual([...nodes].sort());
	});

	it('is a download of the size that docs/verification.md names', () => {
		const [, named] = /about (\d+) kB/.exec(textOf('docs/verification.md')) as RegExpExecArray;
		expect(Math.abs(packed.size - Number(named) * 1000)).toBeLessThan(30_000);
	});

	it('needs no other package than n8n itself', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.optionalDependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const file of [...files].filter((name) => name.endsWith('.js'))) {
			for (const [, wanted] of textOf(file).matchAll(/\brequire\("([^"]+)"\)/g)) {
				if (givenByN8n.includes(wanted)) continue;
				expect(wanted).toMatch(/^\./);
				const target = path.posix.join(path.posix.dirname(file), wanted);
				expect([target, `${target}.js`, `${target}/index.js`].some((name) => files.has(name))).toBe(
					true,
				);
			}
		}
	});

	it('has in its libraries everything that the nodes import from them', () => {
		const sources = readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' });
		let found = 0;
		for (const source of sources.filter((name) => name.endsWith('.ts'))) {
			const imports = textOf(path.join('nodes', source)).matchAll(
				/^import \{([^}]+)\} from '([a-z][\w/-]*)';$/gm,
			);
			for (const [, names, library] of imports) {
				const bundle = `dist/libraries/${library.split('/')[0]}.js`;
				if (!files.has(bundle)) continue;
				const exported = require(path.join(root, bundle)) as Record<string, unknown>;
				for (const name of names.split(',').map((each) => each.trim())) {
					if (!name || name.startsWith('type ')) continue;
					expect([source, name, typeof exported[name]]).toEqual([source, name, 'function']);
					found++;
				}
			}
		}
		expect(found).toBeGreaterThan(8);
	});

	it('carries the licence of every library that is bundled', () => {
		const libraries = [...files].filter((file) => file.startsWith('dist/libraries/'));
		for (const file of libraries) {
			const folder = path.join('node_modules', path.basename(file, '.js'));
			const licence = readdirSync(path.join(root, folder)).find((name) =>
				/^licen[cs]e/i.test(name),
			) as string;
			expect(textOf(file)).toContain(textOf(path.join(folder, licence)).trim());
		}
	});

	it('says what n8n asks of a verified package', () => {
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
		expect(manifest.n8n.strict).toBe(true);
		const forbidden = ['prepare', 'preinstall', 'install', 'postinstall'];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});
});
