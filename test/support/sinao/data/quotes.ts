import type { Row } from '../types';
import { typedDate } from './dates';
import { NASTY_NUMBERS } from './nasty';
import { salesFields, salesRelated } from './sales';
import { idOf, randomOf, type World } from './world';

const STATUSES = ['waiting', 'waiting', 'goodforagreement', 'refused', 'transformed', 'deleted'];

/** A row of `/quotes` without its related objects (sinao-api.md, What each resource is). */
export function quote(world: World, index: number): Row {
	const { fields, day } = salesFields(world, 'quotes', index);
	const random = randomOf(world, 'quotes', index + 1_000_000_000);
	const isDraft = index % 12 === 7;
	const nasty = world.nasty && index % 5 === 4 ? NASTY_NUMBERS[(index - 4) / 5] : undefined;
	return {
		id: idOf('quotes', index),
		number: isDraft
			? null
			: (nasty ?? `DEV-${String(index + 1 - Math.floor((index + 5) / 12)).padStart(5, '0')}`),
		status: isDraft ? 'draft' : random.pick(STATUSES),
		...fields,
		commercialvalidity_deadline: random.chance(0.9) ? typedDate(day + 30) : null,
		downpayment_request: random.chance(0.2) ? { percent: 3000, amount: null } : null,
		validated_at: null,
		signed_at: null,
	};
}

export function quoteRelated(world: World, index: number, row: Row): Partial<Row> {
	return salesRelated(world, 'quotes', index, row);
}
