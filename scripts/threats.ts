import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Searches folders for what YARA rules call a threat: the rules in `threats.yar`, and those in the folders that the
 * variable YARA_RULES names, such as `guarddog/analyzer/sourcecode` of https://github.com/DataDog/guarddog, from which
 * n8n's scan takes its rules.
 *
 *     tsx scripts/threats.ts folder…
 */
interface Match {
	identifier: string;
	metadata: Array<{ identifier: string; value: unknown }>;
	patterns: Array<{ matches: Array<{ offset: number; length: number }> }>;
}

/** Rules that are compiled, for one folder after the other. */
interface Rules {
	scan(content: Uint8Array): { matches: Match[] };
}

/** n8n's scan fails for rules with this prefix; others only tell what a package can do. */
const threat = /^threat/;

function ruleFiles(): string[] {
	const others = (process.env.YARA_RULES ?? '').split(path.delimiter).filter(Boolean);
	const found = others.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => name.endsWith('.yar'))
			.map((name) => path.join(folder, name)),
	);
	if (others.length && !found.length) throw new Error('YARA_RULES names a folder without rules');
	return [path.join(__dirname, 'threats.yar'), ...found];
}

/** The rules of a file. The compiler has no files, so what they include is inserted here. */
function sourceOf(file: string): string {
	return readFileSync(file, 'utf8').replace(/^include "([^"]+)"$/gm, (_, name: string) =>
		readFileSync(path.join(path.dirname(file), name), 'utf8'),
	);
}

async function compile(): Promise<Rules> {
	const yara = await import('@virustotal/yara-x');
	const folder = path.dirname(require.resolve('@virustotal/yara-x/package.json'));
	const program = readFileSync(path.join(folder, 'pkg', 'yara_x_js_bg.wasm'));
	await yara.default({ module_or_path: program });
	const compiler = new yara.Compiler();
	for (const file of ruleFiles()) {
		compiler.newNamespace(path.basename(file));
		compiler.addSource(sourceOf(file));
	}
	return compiler.build() as Rules;
}

/** Whether a rule is meant for a file; its patterns expect the path in a tarball, `package/…`. */
function isFor({ metadata }: Match, file: string): boolean {
	const patterns = metadata.find(({ identifier }) => identifier === 'path_include')?.value;
	if (typeof patterns !== 'string') return true;
	return patterns.split(',').some((pattern) => {
		const escaped = pattern
			.trim()
			.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
			.replaceAll('*', '.*');
		return [file, `package/${file}`].some((name) => new RegExp(`^${escaped}$`).test(name));
	});
}

/** What the rules find in a folder, as `file:line rule: text`, and how many files they read. */
export async function threatsIn(folder: string): Promise<{ files: number; findings: string[] }> {
	const rules = await compile();
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
	const findings = files.flatMap((file) => {
		const content = readFileSync(path.join(folder, file));
		return rules
			.scan(content)
			.matches.filter((match) => threat.test(match.identifier) && isFor(match, file))
			.map(({ identifier, patterns }) => {
				const [{ offset, length } = { offset: 0, length: 0 }] = patterns.flatMap(
					({ matches }) => matches,
				);
				const line = content.subarray(0, offset).toString('latin1').split('\n').length;
				const text = content.subarray(offset, offset + Math.min(length, 80)).toString();
				return `${file}:${line} ${identifier}: ${text}`;
			});
	});
	return { files: files.length, findings };
}

async function main(folders: string[]): Promise<void> {
	for (const folder of folders) {
		const { files, findings } = await threatsIn(folder);
		process.stdout.write([...findings, `${files} files, ${findings.length} threats\n`].join('\n'));
		if (findings.length || !files) process.exitCode = 1;
	}
}

if (require.main === module) void main(process.argv.slice(2));
