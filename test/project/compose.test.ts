import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.resolve(__dirname, '../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Compose {
	services: Record<
		string,
		{ image: string; ports: string[]; environment: Record<string, unknown>; volumes: string[] }
	>;
	volumes: Record<string, unknown>;
}

const { services, volumes } = parse(textOf('docs/fr/compose.yaml')) as Compose;
const { n8n } = services;
/** The folder of the machine, or the volume, behind each folder of the container. */
const mounted = new Map(
	n8n.volumes.map((volume): [string, string] => {
		const [source, target] = volume.split(':');
		return [target, source];
	}),
);

/** n8n's image has this working directory, which is also the home folder of its user. */
const home = '/home/node';

describe('docs/fr/compose.yaml', () => {
	it('mounts the folder of each template for the disk from the machine, and lets n8n write to it', () => {
		const names = ['templates', 'templates/fr'].flatMap((folder) =>
			readdirSync(path.join(root, folder))
				.filter((name) => name.endsWith('-disk.json'))
				.map((name) => `${folder}/${name}`),
		);
		expect(names.length).toBeGreaterThan(5);
		for (const name of names) {
			const { nodes } = JSON.parse(textOf(name)) as {
				nodes: Array<{
					name: string;
					parameters: { assignments: { assignments: Array<{ name: string; value: string }> } };
				}>;
			};
			const settings = nodes.find((node) => node.name === 'Settings');
			const value = settings?.parameters.assignments.assignments.find(
				(assignment) => assignment.name === 'folder',
			)?.value as string;
			const folder = path.posix.resolve(home, value);
			expect({ name, source: mounted.get(folder) }).toEqual({ name, source: './sauvegardes' });
			expect(n8n.environment.N8N_RESTRICT_FILE_ACCESS_TO).toBe(folder);
		}
	});

	it("keeps n8n's own data in a volume, opens n8n to this machine only, and lets n8n 3 install the package", () => {
		expect(Object.keys(volumes)).toContain(mounted.get(`${home}/.n8n`));
		expect(n8n.ports).toEqual(['127.0.0.1:5678:5678']);
		expect(n8n.environment).toMatchObject({
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			GENERIC_TIMEZONE: 'Europe/Paris',
			TZ: 'Europe/Paris',
		});
	});

	it('uses a version that was tested', () => {
		const [, version] = n8n.image.split(':');
		expect(textOf('docs/tested-with.md')).toContain(`| ${version} `);
	});

	it('is explained on the page that leads to it, with the same folders', () => {
		const page = textOf('docs/fr/installer-n8n.md');
		expect(page).toContain('](compose.yaml)');
		for (const volume of n8n.volumes.filter((each) => each.startsWith('./')))
			expect(page).toContain(`\`${volume}\``);
		expect(page).toContain('mkdir sauvegardes');
	});
});
