import { IANAZone } from 'luxon';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../failure';
import type { Settings } from '../sinao/connection';

/** Options that every operation has: how to treat the service. */
export const requestOptions: INodeProperties[] = [
	{
		displayName: 'Idle Timeout (Seconds)',
		name: 'idleTimeout',
		type: 'number',
		typeOptions: { minValue: 0.05 },
		default: 60,
		description: 'How long to wait when not a single byte arrives. A file may take twice as long.',
	},
	{
		displayName: 'Maximum Tries',
		name: 'maximumTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 6,
		description: 'How often a request is made before it is given up',
	},
	{
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10000 },
		default: 1000,
		description: 'How many rows to ask for in one request',
	},
	{
		displayName: 'Wait Before Retry (Milliseconds)',
		name: 'firstWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description: 'Wait before the second try of a request; later waits grow up to a minute',
	},
];

export const downloadOptions: INodeProperties[] = [
	{
		displayName: 'Download in Bulk',
		name: 'downloadInBulk',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask for many documents in one request, which spares a service that allows few requests. Each file is proven to be the right document; what cannot be proven is fetched singly.',
	},
	{
		displayName: 'Maximum File Size (MB)',
		name: 'maximumFileSize',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		description: 'Larger documents are refused and reported as missing',
	},
	{
		displayName: 'Parallel Downloads',
		name: 'parallelDownloads',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 16 },
		default: 4,
		description:
			'How many documents to fetch at the same time; halved when Sinao asks for fewer requests',
	},
];

export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: 'Europe/Paris',
	placeholder: 'e.g. Europe/Paris',
	description: 'Sinao stores times in UTC; dates are those of this time zone',
};

/**
 * The time zone of the node's options, in which dates are read and written.
 *
 * @throws SinaoFailure where there is no such time zone
 */
export function readTimeZone({ timeZone = timeZoneOption.default }: IDataObject): string {
	const name = String(timeZone).trim();
	if (IANAZone.isValidZone(name)) return name;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `'${name}' is not a time zone`,
			description: "Check 'Time Zone' under 'Options'; for example: Europe/Paris.",
		}),
	);
}

/** The settings from the node's options; seconds and megabytes become milliseconds and bytes. */
export function readSettings(options: IDataObject): Settings {
	const number = (name: string) =>
		readNumber(
			options,
			[...requestOptions, ...downloadOptions].find((each) => each.name === name) as INodeProperties,
		);
	const idle = number('idleTimeout') * 1000;
	return {
		pageSize: number('pageSize'),
		parallelDownloads: number('parallelDownloads'),
		downloadInBulk: options.downloadInBulk === true,
		tries: number('maximumTries'),
		firstWait: number('firstWait'),
		idleTimeout: { list: idle, file: idle * 2 },
		maximumFileSize: number('maximumFileSize') * 1e6,
	};
}

/**
 * The value of a numeric option, kept within the limits that its property declares.
 *
 * @throws SinaoFailure if the value is not a number
 */
export function readNumber(
	options: IDataObject,
	{ name, displayName, default: otherwise, typeOptions }: INodeProperties,
): number {
	const given = options[name] ?? otherwise;
	const value = typeof given === 'number' || /\d/.test(String(given)) ? Number(given) : NaN;
	if (Number.isFinite(value)) {
		const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
		return Math.min(maxValue, Math.max(minValue, value));
	}
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Invalid number: '${String(given)}'`,
			description: `Check '${displayName}' under 'Options'.`,
		}),
	);
}
