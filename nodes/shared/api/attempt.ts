import { type Outcome, SinaoFailure } from './failure';

/** What the work gives, or its failure as a value; only what ends a whole run is still thrown. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	return await work().then(
		(value) => ({ value }),
		async (error: unknown) => {
			if (error instanceof SinaoFailure && !endsRun(error)) return { failure: error.failure };
			return await Promise.reject(error);
		},
	);
}

function endsRun({ failure: { reason } }: SinaoFailure): boolean {
	return reason === 'cancelled' || reason === 'unauthorized';
}
