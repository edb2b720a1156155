import type { Company } from '../company';
import { failure, Refusal, refuse } from '../api/answers';
import type { Context } from '../api/context';
import type { Gate } from '../api/login';
import { answerApps, answerMe } from '../api/profile';
import { parseQuery, type QueryTree } from '../api/query';
import { route } from '../api/router';
import { json } from '../api/answers';
import { understood } from '../forms/requests';
import type { Fault } from '../faults/fault';
import type { Answer } from '../types';
import type { Variants } from '../variants';

/** A request below `/v1` as the handlers need it. */
export interface Asked {
	method: string;
	/** Below `/v1`. */
	path: string;
	query: QueryTree;
	form: QueryTree;
	headers: Record<string, string>;
	faults: Fault[];
	/** Grows with each request. */
	reading: number;
}

/** What stands behind the addresses. */
export interface Service {
	gate: Gate;
	companies: Map<number, Company>;
	variants: Variants;
	seed: number;
	offer: Context['offer'];
}

/** Form fields of a body, or those of JSON. */
export function formOf(body: string, contentType = ''): QueryTree {
	if (!contentType.includes('json')) return parseQuery(body);
	try {
		return JSON.parse(body) as QueryTree;
	} catch {
		return {};
	}
}

/** The status that `listStatus` sets for an address and everything below it. */
function statusOf(path: string, { listStatus }: Variants): number | undefined {
	return Object.entries(listStatus).find(([list]) => `${path}/`.startsWith(`/${list}/`))?.[1];
}

function answerApart({ gate, companies, variants, seed, offer }: Service, asked: Asked): Answer {
	const { method, headers, faults } = asked;
	const path = asked.path.replace(/\/$/, '');
	if (`${method} ${path}` === 'POST /login')
		return gate.signIn({ ...asked.query, ...asked.form }, variants);
	const apps = gate.appsOf(headers) ?? refuse(401, 'Unauthenticated.');
	switch (`${method} ${path}`) {
		case 'GET /me':
			return answerMe(gate.login.email, variants);
		case 'GET /refresh':
			return gate.refresh(headers);
		case 'GET /apps':
			return answerApps(
				apps.map((id) => companies.get(id) as Company),
				{ variants },
			);
	}
	const match =
		/^\/apps\/(\d+)(\/.*)?$/.exec(path) ?? refuse(404, `The route ${path} could not be found.`);
	const company = apps.includes(Number(match[1])) ? companies.get(Number(match[1])) : undefined;
	if (!company)
		return variants.wrongApp === 403
			? refuse(403, 'This action is unauthorized.')
			: refuse(404, 'App not found');
	const below = match[2] ?? '';
	const status = statusOf(below, variants);
	if (status) refuse(status, status === 403 ? 'This action is unauthorized.' : 'Not found');
	const context: Context = {
		method,
		path,
		query: method === 'GET' ? understood(asked.query, variants) : asked.query,
		form: asked.form,
		variants,
		company,
		faults,
		seed,
		reading: asked.reading,
		offer,
	};
	return route(context, below);
}

/** The right answer to a request, refusals included; a mistake of ours is a 500 that says so. */
export function answerTo(service: Service, asked: Asked): Answer {
	try {
		return answerApart(service, asked);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		return json({ message: `The simulated API is broken: ${(error as Error).stack}` }, 500);
	}
}

/** The answer where the contract does not know the request (`strictContract`). */
export function outsideContract(violations: string[]): Answer {
	return failure(400, violations.join('; '));
}
