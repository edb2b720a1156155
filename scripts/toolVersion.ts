import { readFileSync, writeFileSync } from 'node:fs';

/** Copies the version of package.json into the code, which names it in manifests and reports. `npm run release` does this. */
const file = 'nodes/SinaoBackup/manifest/schema.ts';
const known = /(?<=export const tool = \{.*version: ')[^']+/;

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const code = readFileSync(file, 'utf8');
if (!known.test(code)) throw new Error(`${file} has no version of the tool`);
writeFileSync(file, code.replace(known, version));
