import { steps } from './backup';
import { sectionNote } from './notes';
import type { NodeDeclaration } from './workflow';

/** White notes behind the steps of a backup that begins at `x`. */
export function backupNotes(x: number, y: number, height: number): NodeDeclaration[] {
	return [
		sectionNote(
			'Find out what is new',
			'The last manifest says what is saved already. Without one, everything is new; where the storage cannot be asked, the run stops.',
			{
				x: x - 80,
				y,
				width: steps.save - 20,
				height,
			},
		),
		sectionNote(
			'Save',
			'Each file goes where its path says. What failed is left out of the manifest and comes again in the next run.',
			{
				x: x + steps.save - 80,
				y,
				width: 300,
				height,
			},
		),
		sectionNote(
			'Prove it',
			'Manifest, SHA256SUMS and a report in French, of what the storage confirmed. manifest.json is saved last: a folder without it is no backup.',
			{
				x: x + steps.write - 80,
				y,
				width: 560,
				height,
			},
		),
	];
}
