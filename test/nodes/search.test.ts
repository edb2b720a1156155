import { readFileSync } from 'node:fs';
import path from 'node:path';

import packageJson from '../../package.json';
import { ourNodes } from '../support/descriptions';

/**
 * What n8n's list of nodes shows first for a word, by n8n's own search: the library `@n8n/utils`, which n8n-core brings
 * along. Nodes of equal rank keep the order of package.json. `test/n8n/editor.test.ts` asks the real list.
 */
const { sublimeSearch } = require(
	require.resolve('@n8n/utils/search/sublime-search', {
		paths: [path.dirname(require.resolve('n8n-core'))],
	}),
) as {
	sublimeSearch: <T>(filter: string, items: T[]) => Array<{ score: number; item: T }>;
};

const items = packageJson.n8n.nodes.map((file, index) => ({
	properties: {
		...ourNodes()[index],
		codex: JSON.parse(
			readFileSync(path.resolve(__dirname, '../..', file.replace(/\.js$/, '.json')), 'utf8'),
		),
	},
}));

function found(word: string): string[] {
	return sublimeSearch(word, items).map(({ item }) => item.properties.displayName);
}

test.each([
	['sinao', 'Sinao Backup'],
	['backup', 'Sinao Backup'],
	['sauvegarde', 'Sinao Backup'],
	['facture', 'Sinao Invoices'],
	['factures', 'Sinao Invoices'],
	['invoice', 'Sinao Invoices'],
	['devis', 'Sinao Quotes'],
	['achat', 'Sinao Purchases'],
	['banque', 'Sinao Banking'],
	['comptable', 'Sinao Accounting'],
	['comptabilité', 'Sinao Accounting'],
	['expert-comptable', 'Sinao Accounting'],
	['fec', 'Sinao Accounting'],
	['paiement', 'Sinao Records'],
	['webhook', 'Sinao Trigger'],
])("'%s' finds %s first", (word, displayName) => {
	expect(found(word)[0]).toBe(displayName);
});

test("'sinao' finds every node, 'backup' only the one that makes a backup", () => {
	expect(found('sinao')).toHaveLength(items.length);
	expect(found('backup')).toEqual(['Sinao Backup']);
});
