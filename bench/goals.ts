import { type CheckShare, shareOfEach } from './checkShare';
import { timeExponent } from './growth';
import type { Results, Round } from './results';
import { difference, engineTime, ratio, stepTime, typical } from './statistics';
import { table } from './table';

/** One goal, as far as it was measured. */
interface Goal {
	goal: string;
	measured: string;
	isMet: boolean;
	/** Why it is missed, where it is. */
	reason?: string;
}

const requestCost =
	"n8n's own request, with a new connection and the credential decrypted for each, takes the time; see 'bare node', which does nothing else.";

const rowCost =
	'a row costs more CPU than in the script: dates in a time zone, exact amounts, formulas defused, sums checked, rows that come twice; the latency of a page hides a part of it only.';

const collectionCost =
	"a node that only asks and stores with n8n's helpers takes as much; most of it is not needed any more, but not collected yet. See the next row.";

/** Memory that a CSV may take, in MB, by the size of its file. */
export const allowedForCsv = (file: number) => 60 + 2 * file;

function worst<T>(list: T[], of: (each: T) => number): T | undefined {
	return [...list].sort((one, other) => of(other) - of(one))[0];
}

function csvGoals(results: Results): Goal[] {
	const measured = Object.keys(results)
		.filter((key) => key.startsWith('csv-') && !key.startsWith('csv-1000-'))
		.map((key) => results[key]);
	const goals: Goal[] = [];
	const slowest = worst(
		measured.map(({ ours, floor }) => ratio(ours, floor, engineTime)),
		(times) => times,
	);
	if (slowest !== undefined)
		goals.push({
			goal: 'CSV from 10,000 invoices on: time in the engine at most 1.3 × the floor at the same page size',
			measured: `at most ${slowest.toFixed(2)} ×`,
			isMet: slowest <= 1.3,
			reason: rowCost,
		});
	const largest = worst(
		measured.map(({ ours: [{ memory = 0, file = 0 }] }) => ({
			memory,
			allowed: allowedForCsv(file),
		})),
		({ memory, allowed }) => memory - allowed,
	);
	if (largest) {
		const { memory, allowed } = largest;
		goals.push({
			goal: 'CSV: memory grows by at most 60 MB and twice the file',
			measured: `${memory.toFixed(0)} MB of ${allowed.toFixed(0)} MB where it comes nearest`,
			isMet: memory <= allowed,
		});
	}
	const stored = worst(
		measured.map(({ ours: [{ executionData = 0 }] }) => executionData * 1000),
		(size) => size,
	);
	if (stored !== undefined)
		goals.push({
			goal: 'CSV: execution data under 20 kB',
			measured: `at most ${stored.toFixed(1)} kB`,
			isMet: stored < 20,
		});
	const exponent = timeExponent(results);
	if (exponent !== undefined)
		goals.push({
			goal: 'CSV: time grows in proportion to the invoices',
			measured: `exponent ${exponent.toFixed(2)}`,
			isMet: exponent < 1.1,
		});
	return goals;
}

const cpuOf = ({ cpu }: Round) => cpu ?? 0;

/** Memory of many downloads: what is resident, and what of it is held. */
function memoryGoals(results: Results): Goal[] {
	const ways = ['ours', 'ours, in bulk', 'bare node'];
	const goalOf = (goal: string, keys: string[], reason?: string): Goal[] => {
		const [singly, inBulk, bare] = ways.map((name) =>
			keys.flatMap((key) => results[key]?.[name]?.[0].memory ?? []),
		);
		if (!singly.length) return [];
		const spelled = (memories: number[]) =>
			memories.map((memory) => `${memory.toFixed(0)} MB`).join(' and ');
		const measured = `singly ${spelled(singly)}, in bulk ${spelled(inBulk)}, the bare node ${spelled(bare)}`;
		return [
			{ goal, measured, isMet: [...singly, ...inBulk].every((memory) => memory <= 80), reason },
		];
	};
	return [
		...goalOf(
			'PDFs: resident memory grows by at most 80 MB, the same for 1,000 and for 10,000',
			['pdf-1000-by-8', 'pdf-10000-by-8'],
			collectionCost,
		),
		...goalOf('PDFs: what n8n holds grows by at most 80 MB for 1,000 and for 10,000', [
			'held-1000',
			'held-10000',
		]),
	];
}

function pdfGoals(results: Results, share: CheckShare): Goal[] {
	const goals: Goal[] = [];
	for (const inFlight of [4, 8]) {
		const costs = results[`pdf-1000-by-${inFlight}`];
		if (!costs) continue;
		const times = ratio(costs.ours, costs.floor, stepTime);
		goals.push({
			goal: `1,000 PDFs, ${inFlight} at a time: download step at most 1.25 × the floor`,
			measured: `${times.toFixed(2)} ×`,
			isMet: times <= 1.25,
			reason: requestCost,
		});
	}
	goals.push(...memoryGoals(results));
	const costs = results['pdf-1000-by-8'];
	if (costs) {
		const own = difference(costs.ours, costs['bare node'], cpuOf) / 1000;
		goals.push({
			goal: 'PDFs: CPU of the node under 1 ms a document beyond that of a node which only asks and stores',
			measured: `${own.toFixed(2)} ms, of which checking, hashing and naming ${shareOfEach(share).toFixed(2)} ms`,
			isMet: own < 1,
		});
		const { requests } = costs['ours, in bulk'][0];
		goals.push({
			goal: '1,000 PDFs in bulk: at most 40 requests',
			measured: `${requests}`,
			isMet: requests <= 40,
		});
	}
	return goals;
}

function serviceGoals({ limited, backup }: Results): Goal[] {
	const goals: Goal[] = [];
	if (limited) {
		const [bulk] = Object.values(limited).map((rounds) => rounds[0].milliseconds / 1000);
		goals.push({
			goal: 'Where 60 requests a minute are allowed: 1,000 PDFs in bulk within 90 s',
			measured: `${bulk.toFixed(0)} s`,
			isMet: bulk < 90,
		});
	}
	if (backup) {
		const requests = typical(backup['nothing new'], (round) => round.requests);
		const documents = typical(backup['nothing new'], (round) => round.documents);
		goals.push({
			goal: 'A backup with nothing new costs the pages of the lists and nothing else',
			measured: `${requests} requests, ${documents} of them for documents`,
			isMet: documents === 0,
		});
	}
	return goals;
}

/** Which goals are met, and why one is not. */
export function goalTable(results: Results, share: CheckShare): string {
	const goals = [...csvGoals(results), ...pdfGoals(results, share), ...serviceGoals(results)];
	return table(
		['goal', 'measured', 'met'],
		goals.map(({ goal, measured, isMet, reason }) => [
			goal,
			measured,
			isMet ? 'yes' : `**no**${reason ? `: ${reason}` : ''}`,
		]),
	);
}
