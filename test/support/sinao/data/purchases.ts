import { createHash } from 'node:crypto';

import { originalAt } from '../documents/originals';
import type { Row } from '../types';
import { account } from './accounting';
import { organization } from './contacts';
import { dayOf, momentOf, typedDate } from './dates';
import { balanceOf } from './lines';
import { nastyText } from './nasty';
import { idOf, randomOf, type World } from './world';

export const PURCHASE_RELATED = ['account', 'supplier', 'balance', 'lines'] as const;

const hashes = new WeakMap<World, Map<number, string>>();

/** MD5 of the original, in hexadecimal digits; remembered, because padded originals are slow to hash. */
function hashOf(world: World, index: number, original: Buffer): string {
	const known = hashes.get(world) ?? new Map<number, string>();
	hashes.set(world, known);
	const hash = known.get(index) ?? createHash('md5').update(original).digest('hex');
	known.set(index, hash);
	return hash;
}

/** A row of `/purchases` without its related objects; a row without an original has no `md5` (sinao-api.md). */
export function purchase(world: World, index: number): Row {
	const random = randomOf(world, 'purchases', index);
	const day = dayOf(index, world.size.purchases);
	const id = idOf('purchases', index);
	const status = random.pick(['new', 'completed', 'paid', 'paid', 'paid']);
	const supplier =
		world.size.organizations > 0
			? organization(world, random.integer(0, world.size.organizations - 1))
			: null;
	const rate = random.pick([2000, 2000, 1000, 550]);
	const amount = random.integer(500, 900_000) * (random.chance(0.04) ? -1 : 1);
	const tax = Math.sign(amount) * Math.round((Math.abs(amount) * rate) / 10_000);
	const original = originalAt(world, index, id);
	const isNew = status === 'new';
	return {
		id,
		title: (world.nasty ? nastyText(index, 1) : undefined) ?? random.pick(world.words.products),
		supplier_name: isNew ? null : (supplier?.name ?? null),
		supplier_organization_id: isNew ? null : (supplier?.id ?? null),
		account_id:
			isNew || world.size.accounts === 0 ? null : idOf('accounts', index % world.size.accounts),
		status,
		amount: isNew ? null : amount,
		amount_tax: isNew ? null : tax,
		vat_detail: isNew ? null : { [rate]: tax },
		currency: 'EUR',
		foreign_currency: null,
		amount_net_foreign_currency: null,
		billed_at: isNew ? null : typedDate(day),
		completed_at: isNew ? null : momentOf(day, 700, index),
		paid_at: status === 'paid' ? typedDate(day + random.integer(0, 45)) : null,
		payment_deadline_at: typedDate(day + 30),
		will_be_late_at: status === 'paid' ? false : typedDate(day + 31),
		is_late: false,
		accounted_at: null,
		comment: (world.nasty ? nastyText(index, 2) : undefined) ?? null,
		md5: original ? hashOf(world, index, original.bytes) : null,
		picture: original ? `purchase-${id}.${original.extension}` : null,
		payment_iban: random.chance(0.5) ? random.pick(world.words.ibans) : null,
		payment_swift: null,
		payment_account_number: null,
		payment_routing_number: null,
		tags: [],
		vat_repayment: random.pick(['payment', 'billing']),
		created_at: momentOf(day, 690, index),
		updated_at: momentOf(day + 1, 615, index),
	};
}

/** The related objects of the same row. */
export function purchaseRelated(world: World, _index: number, row: Row): Partial<Row> {
	return {
		account: row.account_id
			? account(world, (Number(row.account_id) - idOf('accounts', 0)) / 3)
			: null,
		supplier: row.supplier_organization_id
			? { id: row.supplier_organization_id, name: row.supplier_name }
			: null,
		balance: balanceOf(row, Number(row.amount ?? 0) + Number(row.amount_tax ?? 0)),
		lines: row.amount === null ? [] : [{ id: row.id * 10, title: row.title, amount: row.amount }],
	};
}
