import type { Company } from '../company';
import type { Fault } from '../faults/fault';
import type { Answer } from '../types';
import type { Variants } from '../variants';
import type { QueryTree } from './query';

/** A request on its way to a handler. */
export interface Context {
	method: string;
	/** Path below `/v1`, without a slash at its end. */
	path: string;
	query: QueryTree;
	/** The form, or JSON, of the body. */
	form: QueryTree;
	variants: Variants;
	/** The company of `/apps/{appId}`. */
	company: Company;
	/** Faults that change what is answered rather than how it is sent. */
	faults: Fault[];
	seed: number;
	/** Grows with each request. */
	reading: number;
	/** A signed address on another host, at which this answer lies. */
	offer(answer: Answer, expired?: boolean): string;
}

/** The fault of a kind that this request suffers. */
export function faultOf<Kind extends Fault['kind']>(
	context: Context,
	kind: Kind,
): Extract<Fault, { kind: Kind }> | undefined {
	return context.faults.find(
		(fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind,
	);
}
