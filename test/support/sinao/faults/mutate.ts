import type { Company } from '../company';
import type { Step } from './fault';

/** Changes the company as a fault or a person at the demo says. */
export function mutate(company: Company, steps: Step[]): void {
	for (const step of steps) {
		switch (step.do) {
			case 'insert':
				company.addRow(
					step.list,
					{ ...structuredClone({ ...company.lists[step.list][0] }), id: undefined, ...step.row },
					step.where,
				);
				break;
			case 'change':
				company.changeRow(step.list, step.id, step.changes);
				break;
			case 'delete':
				company.deleteRow(step.list, step.id);
				break;
			case 'addInvoice':
				company.addInvoice(step.fields);
				break;
			case 'finalise':
				company.finalise(step.id);
				break;
			default:
				company.rerender();
		}
	}
}
