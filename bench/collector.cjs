/**
 * Loaded into an n8n that is measured. At SIGUSR2 it lets go of all that nothing holds any more, and writes to the file
 * that HELD_MEMORY_FILE names how many bytes remain, in JavaScript and in buffers.
 */
const { renameSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const file = process.env.HELD_MEMORY_FILE;

process.on('SIGUSR2', () => {
	// Of the kinds of collection the one that also gives pages back to the system.
	collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
	const { heapUsed, external } = process.memoryUsage();
	writeFileSync(`${file}.part`, String(heapUsed + external));
	renameSync(`${file}.part`, file);
});
