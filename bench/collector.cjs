/**
 * Loaded into a measured n8n. On SIGUSR2 it collects garbage and then writes the file that COLLECTED_FILE names.
 */
const { writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const file = process.env.COLLECTED_FILE;

process.on('SIGUSR2', () => {
	// The only kind of collection that also returns memory to the system.
	collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
	writeFileSync(file, '');
});
