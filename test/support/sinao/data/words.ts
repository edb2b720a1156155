import { base, en, Faker, fr } from '@faker-js/faker';

export interface Place {
	street_number: string;
	route: string;
	postal_code: string;
	locality: string;
	region: string;
}

/** Pools of French words that rows draw from, so that a row costs microseconds. */
export interface Words {
	firstNames: string[];
	lastNames: string[];
	companies: string[];
	places: Place[];
	jobs: string[];
	products: string[];
	sentences: string[];
	/** SIREN numbers whose check digit is right. */
	sirens: string[];
	ibans: string[];
}

function repeat<T>(count: number, make: () => T): T[] {
	return Array.from({ length: count }, make);
}

function luhnDigit(digits: string): number {
	let sum = 0;
	for (let at = 0; at < digits.length; at++) {
		const doubled = Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 2 : 1);
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return (10 - (sum % 10)) % 10;
}

const drawn = new Map<number, Words>();

/** The pools of a seed, drawn from faker's French locale once. */
export function drawWords(seed: number): Words {
	const words = drawn.get(seed) ?? draw(seed);
	drawn.set(seed, words);
	return words;
}

function draw(seed: number): Words {
	const faker = new Faker({ locale: [fr, en, base], seed });
	return {
		firstNames: repeat(200, () => faker.person.firstName()),
		lastNames: repeat(400, () => faker.person.lastName()),
		companies: repeat(400, () => faker.company.name()),
		places: repeat(200, () => ({
			street_number: String(faker.number.int({ min: 1, max: 240 })),
			route: faker.location.street(),
			postal_code: faker.location.zipCode('#####'),
			locality: faker.location.city(),
			region: faker.location.state(),
		})),
		jobs: repeat(100, () => faker.commerce.department()),
		products: repeat(200, () => faker.commerce.productName()),
		sentences: repeat(200, () => faker.lorem.sentence({ min: 5, max: 14 })),
		sirens: repeat(400, () => {
			const digits = faker.string.numeric({ length: 8, allowLeadingZeros: true });
			return `${digits}${luhnDigit(digits)}`;
		}),
		ibans: repeat(50, () => faker.finance.iban({ countryCode: 'FR' })),
	};
}
