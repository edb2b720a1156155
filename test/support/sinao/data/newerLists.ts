import type { Row } from '../types';
import { momentOf, typedDate } from './dates';
import { contentOf, priceLines } from './lines';
import { idOf, randomOf, type World } from './world';

/** A row of `/salesdocumentmodels`: a model of quotes and invoices that the company wrote. */
export function salesDocumentModel(world: World, index: number): Row {
	const lines = priceLines(randomOf(world, 'salesdocumentmodels', index), 1);
	const id = idOf('salesdocumentmodels', index);
	return {
		id,
		name: `Modèle ${index + 1}`,
		title: world.words.sentences[index % world.words.sentences.length],
		json: contentOf(world, id, lines, false),
	};
}

/** A row of `/subscription/invoices`: what Sinao billed, in cents; one in three has no PDF. */
export function subscriptionInvoice(_world: World, index: number): Row {
	return {
		id: idOf('subscription/invoices', index),
		number: `SIN-2024-${String(index + 1).padStart(4, '0')}`,
		amount: 2900,
		amount_tax: 580,
		status: 'paid',
		billed_at: typedDate(30 * index),
		pdf_url: index % 3 === 2 ? null : `subscription-${index}.pdf`,
	};
}

/** A row of `/accounts/employees`. */
export function employeeAccount(world: World, index: number): Row {
	const { firstNames, lastNames } = world.words;
	return {
		id: idOf('accounts/employees', index),
		user_id: index === 0 ? 7 : null,
		user_name: `${firstNames[index % firstNames.length]} ${lastNames[index % lastNames.length]}`,
		account_id: idOf('accounts', 0),
		vehicle_type: 'car',
		fiscal_power: 4 + (index % 3),
	};
}

/** A row of `/forecast/elements`: `amount` in cents. */
export function forecastElement(_world: World, index: number): Row {
	return {
		id: idOf('forecast/elements', index),
		name: `Prévision ${index + 1}`,
		amount: 150_000 * (index + 1),
		category_id: idOf('accountcategories', 0),
		deducted_budget: 0,
		date: typedDate(900 + 30 * index),
	};
}

/** A row of `/rules`: what Sinao sets by itself. */
export function rule(_world: World, index: number): Row {
	return {
		id: idOf('rules', index),
		conditions: [['supplier_name', 'LIKE', `%fournisseur ${index}%`]],
		on_event: 'purchase.created',
		parameter: 'account_id',
		value: String(idOf('accounts', 0)),
		priority: index,
	};
}

/** A row of `/templates`: how documents look. */
export function template(_world: World, index: number): Row {
	return {
		id: idOf('templates', index),
		name: `Présentation ${index + 1}`,
		object: ['invoice', 'quote', 'email'][index % 3],
		is_default: index === 0,
		created_at: momentOf(10, 600, index),
	};
}

/** A row of `/access`: a user and what the user may do. */
export function access(world: World, index: number): Row {
	return {
		id: idOf('access', index),
		user: {
			id: 7 + index,
			firstname: world.words.firstNames[index % world.words.firstNames.length],
			email: `utilisateur${index}@entreprise.example`,
		},
		name: index === 0 ? 'Administrateur' : 'Comptable',
		rights: index === 0 ? ['*'] : ['accounting.read'],
		restricted: index > 0,
	};
}
