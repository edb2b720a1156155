import { readFileSync } from 'node:fs';
import { exportCsv } from './csv.mjs';
import { downloadPdfs } from './pdfs.mjs';

/** Runs one of the two and prints what it cost: milliseconds, milliseconds of CPU, peak memory in MB above the start. */
const [name, text] = process.argv.slice(2);
const choices = JSON.parse(text);
const work = { exportCsv, downloadPdfs }[name];
const peak = () =>
	Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
// n8n is warm from the second round on, so the script does its work twice then, too.
if (choices.isWarm) await work(choices);
const before = { time: performance.now(), cpu: process.cpuUsage(), memory: peak() };
await work(choices);
const { user, system } = process.cpuUsage(before.cpu);
process.stdout.write(
	JSON.stringify({
		milliseconds: performance.now() - before.time,
		cpu: (user + system) / 1000,
		memory: peak() - before.memory,
	}),
);
