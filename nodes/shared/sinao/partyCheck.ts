import { finalFailure, issuesPage, SinaoFailure, valueOrThrow } from '../failure';
import type { ListSource, Row } from '../resource';
import { type ContactKind, type Party, partyOf } from '../values/fields';
import type { Connection } from './connection';
import { fetchAnyRow } from './fetchPage';

/** Checks that documents are those of one customer or supplier. */
interface PartyCheck {
	/** The resource with what the check needs to be asked for. */
	source: ListSource;
	/** Whether a row may be of that party: false only where the row says otherwise. */
	mayBe(row: Row): boolean;
	/**
	 * Checks the rows that may be, and takes out what was asked for this alone.
	 *
	 * @throws SinaoFailure where a row does not say whose it is: it would be a guess
	 */
	verify(rows: Row[]): Promise<void>;
}

const paths: Record<ContactKind, string> = { organization: '/organizations', person: '/persons' };

/**
 * The check for a customer or supplier (faults, rows 82 and 83). The service may ignore the filter, and one id may
 * be that of a person and of an organization. An id without its kind means both, and the user is told if there are both.
 */
export function createPartyCheck(
	connection: Connection,
	resource: ListSource,
	wanted: Party,
): PartyCheck {
	const relation = resource.contactField?.split('.')[0] ?? 'customer';
	const isExtra = !resource.expand.includes(relation);
	const kinds = new Set<ContactKind>();
	let isShared: Promise<boolean> | undefined;

	/** Whether the other kind of contact has the same id; a deleted one still has its documents. */
	async function hasOtherKind(kind: ContactKind): Promise<boolean> {
		const other = kind === 'person' ? 'organization' : 'person';
		return valueOrThrow(await fetchAnyRow(connection, paths[other], wanted.id)) !== null;
	}

	return {
		source: isExtra ? { ...resource, expand: [...resource.expand, relation] } : resource,
		mayBe(row) {
			const party = partyOf(row);
			if (party === undefined) return true;
			if (party?.id !== wanted.id) return false;
			return !wanted.kind || !party.kind || party.kind === wanted.kind;
		},
		async verify(rows) {
			for (const row of rows) {
				const party = partyOf(row);
				if (!party) throw unknownParty(relation);
				if (party.kind) kinds.add(party.kind);
				else if (wanted.kind) {
					isShared ??= hasOtherKind(wanted.kind);
					if (await isShared) throw unknownParty(relation);
				}
				if (isExtra) delete row[relation];
			}
			if (!wanted.kind && kinds.size === 2)
				connection.warnings.messages.add(
					`An organization and an individual have the ID ${wanted.id} in Sinao, so there are documents of both. Select the ${relation} from the list to return those of one.`,
				);
		},
	};
}

function unknownParty(relation: string): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'incompleteList',
			message: `Sinao does not say which ${relation} some documents belong to`,
			description: `The filter cannot be checked, so nothing was returned. Remove the filter, and report this at ${issuesPage}.`,
		}),
	);
}
