import type { Company } from '../company';
import type { FaultBook, FaultRule } from '../faults/book';
import { faultKinds, type Step } from '../faults/fault';
import { mutate } from '../faults/mutate';
import type { Answer } from '../types';
import { OBSERVED, type Variants } from '../variants';
import { failure, json } from '../api/answers';

/** What the switches work on. */
interface Controlled {
	faults: FaultBook;
	variants: Variants;
	company: Company;
}

/**
 * Switches for a person at the demo, outside the addresses of Sinao: `GET`, `POST` (one rule) and `DELETE` of
 * `/simulation/faults`, `GET`, `POST` (some switches) and `DELETE` (as at first) of `/simulation/variants`, and `POST
 * /simulation/changes` (a list of steps).
 */
export function answerControl(
	method: string,
	path: string,
	body: string,
	{ faults, variants, company }: Controlled,
): Answer {
	try {
		if (path === '/simulation/faults') {
			if (method === 'POST') faults.add(ruleIn(body));
			if (method === 'DELETE') faults.clear();
			return json(faults.rules());
		}
		if (path === '/simulation/variants') {
			if (method === 'POST') Object.assign(variants, variantsIn(body));
			if (method === 'DELETE') Object.assign(variants, OBSERVED);
			return json(variants);
		}
		if (path === '/simulation/changes' && method === 'POST') {
			mutate(company, JSON.parse(body) as Step[]);
			return json({ changed: true });
		}
	} catch (error) {
		return failure(400, (error as Error).message);
	}
	return failure(404, `There is no switch at ${path}`);
}

/** The switches that a person wrote; one with a typo would do nothing, unseen. */
function variantsIn(body: string): Partial<Variants> {
	const given = JSON.parse(body) as Partial<Variants>;
	const unknown = Object.keys(given).find((name) => !(name in OBSERVED));
	if (unknown === undefined) return given;
	throw new Error(
		`There is no switch '${unknown}'. There are: ${Object.keys(OBSERVED).join(', ')}`,
	);
}

/** The rule that a person wrote; a kind with a typo would do nothing, unseen. */
function ruleIn(body: string): FaultRule {
	const rule = JSON.parse(body) as FaultRule;
	if (faultKinds.includes(rule.fault?.kind)) return rule;
	throw new Error(
		`There is no fault of the kind '${rule.fault?.kind}'. There are: ${faultKinds.join(', ')}`,
	);
}
