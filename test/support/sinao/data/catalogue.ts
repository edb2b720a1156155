import type { Row } from '../types';
import { momentOf, typedDate } from './dates';
import { nastyText } from './nasty';
import { customerAt } from './contacts';
import { contentOf, priceLines, totalsOf } from './lines';
import { idOf, randomOf, type World } from './world';

/** A row of `/productcategory`. */
export function productCategory(world: World, index: number): Row {
	return {
		id: idOf('productcategory', index),
		name: world.words.jobs[index % world.words.jobs.length],
		image: null,
		parent: index > 2 ? { id: idOf('productcategory', index % 3) } : null,
	};
}

/** A row of `/products`: the price in cents × 1000 (sinao-api.md, Units and types). */
export function product(world: World, index: number): Row {
	const random = randomOf(world, 'products', index);
	const categories = world.size.productCategories;
	const price =
		random.integer(50, 90_000) * 1000 + (random.chance(0.2) ? random.integer(1, 999) : 0);
	return {
		id: idOf('products', index),
		reference: world.nasty && index === 6 ? '00123' : `ART-${String(index + 1).padStart(4, '0')}`,
		name: (world.nasty ? nastyText(index, 0) : undefined) ?? random.pick(world.words.products),
		description:
			(world.nasty ? nastyText(index, 2) : undefined) ?? random.pick(world.words.sentences),
		amount_accurately:
			world.nasty && index === 7 ? '90071992547409931234' : world.nasty && index === 8 ? 1 : price,
		vat_percent: random.pick([2000, 2000, 1000, 550, 210, 0]),
		currency: 'EUR',
		unity: random.pick(['unité', 'heure', 'jour', 'm²', null]),
		quantity_name: null,
		intangible: random.chance(0.5),
		category:
			categories > 0 && random.chance(0.8) ? productCategory(world, index % categories) : null,
		accounting_number: random.pick(['706000', '707000']),
		lifetime: null,
		image: null,
		tags: [],
		metadata: null,
		created_at: momentOf(index % 400, 600, index),
		updated_at: momentOf((index % 400) + 20, 600, index),
	};
}

/** A row of `/productstocks`. */
export function productStock(world: World, index: number): Row {
	const random = randomOf(world, 'productstocks', index);
	const quantity = random.integer(1, 200);
	return {
		id: idOf('productstocks', index),
		product: world.size.products > 0 ? { id: idOf('products', index % world.size.products) } : null,
		initial_quantity: quantity,
		quantity_in: quantity,
		quantity_out: random.integer(0, quantity),
		cost_amount: random.integer(100, 90_000),
		bar_code: `34${String(index).padStart(11, '0')}`,
		location: random.pick(['Réserve', 'Atelier']),
		entered_at: typedDate(index * 3),
		expired_at: null,
		use_duration: null,
	};
}

/** A row of `/recurringinvoices`. */
export function recurringInvoice(world: World, index: number): Row {
	const random = randomOf(world, 'recurringinvoices', index);
	return {
		id: idOf('recurringinvoices', index),
		title: `Abonnement ${random.pick(world.words.products)}`,
		frequency_count: 1,
		frequency_duration: random.pick(['month', 'year']),
		next_invoice_at: typedDate(1090 + index),
		end_at: null,
		saving_status: 'final',
		payment_period: 30,
		...totalsOf(priceLines(random, 1)),
		discount: null,
		metadata: null,
	};
}

/** What `expand[]` adds to such a row, or what its ids stand for. */
export const RECURRING_RELATED = ['customer', 'content'] as const;

/** These objects, which the company does not hold: they follow from the row's id. */
export function recurringInvoiceRelated(world: World, row: Row): Partial<Row> {
	const index = Math.floor((row.id - idOf('recurringinvoices', 0)) / 3);
	const random = randomOf(world, 'recurringinvoices', index);
	random.pick(world.words.products);
	random.pick(['month', 'year']);
	const lines = priceLines(random, 1);
	const customer = customerAt(world, randomOf(world, 'recurringinvoices', index + 1_000_000));
	return {
		customer: customer && { ...customer.row, type: customer.type },
		content: contentOf(world, row.id, lines, false),
	};
}

/** A row of `/tags`. */
export function tag(_world: World, index: number): Row {
	const names = ['chantier', 'urgent', 'été', 'export', 'a;b"c'];
	return {
		id: idOf('tags', index),
		name: names[index % names.length] + (index >= names.length ? ` ${index}` : ''),
		object: 'invoice',
	};
}

/** A row of `/attachments`: its file is that of `/attachments/{id}/pdf`, a PDF unless the name says otherwise. */
export function attachment(world: World, index: number): Row {
	const owner = world.size.invoices > 0 ? idOf('invoices', index % world.size.invoices) : null;
	return {
		id: idOf('attachments', index),
		name:
			(world.nasty ? ['plan: étage/1.pdf', '../photo.jpg'][index] : undefined) ??
			`pièce-jointe-${index + 1}.pdf`,
		attachable_id: owner === null ? null : String(owner),
		attachable_type: 'invoice',
		file_url: null,
		created_at: momentOf(index % 700, 700, index),
	};
}
