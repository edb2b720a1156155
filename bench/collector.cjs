/**
 * Loaded into a measured n8n. On SIGUSR2 it collects garbage and then writes the number of HTTP requests that were sent
 * to the file that COLLECTED_FILE names.
 */
const { subscribe } = require('node:diagnostics_channel');
const { renameSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const file = process.env.COLLECTED_FILE;
let requests = 0;
subscribe('http.client.request.start', () => requests++);

process.on('SIGUSR2', () => {
	// The only kind of collection that also returns memory to the system.
	collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
	writeFileSync(`${file}.new`, String(requests));
	renameSync(`${file}.new`, file);
});
