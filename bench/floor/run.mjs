import { readFileSync } from 'node:fs';
import { exportCsv } from './csv.mjs';
import { downloadPdfs } from './pdfs.mjs';

/** Runs a script and prints its cost: milliseconds, milliseconds of CPU, peak memory in MB above the start of the process. */
const [name, text] = process.argv.slice(2);
const choices = JSON.parse(text);
const work = { exportCsv, downloadPdfs }[name];
const peak = () =>
	Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
const memory = peak();
// n8n is warm from the second round on; the script does its work twice to be warm as well.
if (choices.isWarm) {
	await work(choices);
	// The requests so far do not count.
	await fetch(new URL('/bench/requests', choices.list));
}
const before = { time: performance.now(), cpu: process.cpuUsage() };
await work(choices);
const { user, system } = process.cpuUsage(before.cpu);
process.stdout.write(
	JSON.stringify({
		milliseconds: performance.now() - before.time,
		cpu: (user + system) / 1000,
		memory: peak() - memory,
	}),
);
