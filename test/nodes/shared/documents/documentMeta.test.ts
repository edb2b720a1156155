import { createHash } from 'node:crypto';

import { invoices } from '../../../../nodes/SinaoInvoices/invoices';
import {
	createListFingerprint,
	documentMeta,
	fingerprintsOf,
} from '../../../../nodes/shared/documents/documentMeta';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Manifests contain these fingerprints: another one for the same row would save every document and list again. */
const row = {
	title: 'Été "2024"\n',
	number: 'F-1',
	is_late: true,
	customer_id: 3,
	customer: { name: 'Durand', id: 7 },
	contact: { id: null, name: 'Personne' },
	balance: { paid: 2 },
	empty: {},
	none: null,
	id: 12,
	vat: { total: 3, '2000': 2, '550': 1, '0': [] },
	url: 'https://files.example/a.pdf?signature=1#page',
	note: 'Quoi ? #1',
	members: [null, { b: 1.5, a: false }, []],
};
const nested =
	'"members":[null,{"a":false,"b":1.5},[]],"note":"Quoi ? #1","number":"F-1","title":"Été \\"2024\\"\\n","url":"https://files.example/a.pdf","vat":{"550":1,"2000":2,"total":3}';

it('The fingerprint of a document stays the same from version to version', () => {
	expect(documentMeta(invoices, row, 'Europe/Paris').fingerprint).toBe(
		sha256(`{"customer_id":7,"id":12,${nested}}`),
	);
});

it('The fingerprint of a list stays the same from version to version', () => {
	const list = createListFingerprint();
	list.add(fingerprintsOf(row).row);
	const ofRow = sha256(
		`{"contact":{"name":"Personne"},"customer":{"id":7,"name":"Durand"},"customer_id":3,"id":12,${nested}}`,
	);
	expect(list.finish()).toBe(sha256(`${BigInt(`0x${ofRow}`)} `));
});

it('A related object within another one counts by its ID, also where the row itself has none', () => {
	const { row: ofRow, document } = fingerprintsOf({
		id: 1,
		lines: [{ account: { id: 3, name: 'Ventes' } }],
	});
	expect(ofRow).toBe(sha256('{"id":1,"lines":[{"account":{"id":3,"name":"Ventes"}}]}'));
	expect(document).toBe(sha256('{"id":1,"lines":[{"account_id":3}]}'));
});

it('Without related objects, row and document have the same fingerprint', () => {
	const { row: ofRow, document } = fingerprintsOf({ id: 1, account: { number: '706' } });
	expect([ofRow, document]).toEqual(Array(2).fill(sha256('{"account":{"number":"706"},"id":1}')));
});
