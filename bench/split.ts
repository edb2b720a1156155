import type { OwnWork } from './ownWork';
import type { Results, Round } from './results';
import { paired, spreadOf } from './statistics';
import { table } from './table';

/** Number of documents in the case that shows where CPU time goes. */
export const cpuDocuments = 300;

/** Where the CPU time of a document goes beyond the plain script; undefined if it is not measured. */
export function cpuSplit({ 'pdf-cpu': costs }: Results, work: OwnWork): string | undefined {
	if (!costs) return undefined;
	const between = (more: string, less: string) => {
		const { median, low, high } = spreadOf(
			paired(
				costs[more],
				costs[less],
				({ cpu: one = 0 }: Round, { cpu: other = 0 }) => (one - other) / cpuDocuments,
			),
		);
		return [median, low, high].map((figure) => `${figure.toFixed(2)} ms`);
	};
	const ours = 'ours, one by one';
	const [bare, unsaved, onlyRequests] = [
		'bare node',
		'bare node, not saved',
		'bare node, only requests',
	];
	const rows: Array<[string, string, string]> = [
		['all, above the floor', ours, 'floor'],
		["of that: n8n's helper for requests", onlyRequests, 'floor'],
		["of that: n8n's helper for files, and their items", unsaved, onlyRequests],
		["of that: n8n's node that saves", bare, unsaved],
		['of that: this package', ours, bare],
	];
	const { checking, hashing, naming } = work;
	return [
		'## Where the CPU time of a document goes\n',
		'CPU time per document. Each figure is the difference between two entrants of the same round, so a small one can be negative.\n',
		table(
			['part', 'from', 'to', 'median', 'lowest', 'highest'],
			rows.map(([part, more, less]) => [part, less, more, ...between(more, less)]),
		),
		`\nMeasured alone, the checks of this package take ${checking.toFixed(3)} ms, its hashes ${hashing.toFixed(3)} ms and its file names ${naming.toFixed(3)} ms per document.\n`,
	].join('\n');
}
