import { type Folder, runBackup } from './backup';
import { expectSucceeded, type openCompanies } from './companies';
import type { SinaoServer } from './sinao';
import type { Row } from './sinao/types';

/** Deletes invoices here and there, gives numbers twice and out of order, brings in imported ones. */
function disturbNumbers({ company }: SinaoServer, today: Partial<Row>): void {
	const plain = () =>
		company.lists.invoices.filter(
			({ number, avoid_of: undone, is_downpayment: deposit }) => number && !undone && !deposit,
		);
	for (const at of [150, 120, 119, 118, 60, 21]) company.deleteRow('invoices', plain()[at].id);
	const [early, late] = [plain()[40], plain()[44]];
	const { written_at: date, validated_at: moment } = late;
	company.changeRow('invoices', late.id, {
		written_at: early.written_at,
		validated_at: early.validated_at,
	});
	company.changeRow('invoices', early.id, { written_at: date, validated_at: moment });
	company.addInvoice({ number: plain()[33].number, ...today });
	for (const year of [2019, 2020, 2021])
		company.addInvoice({
			number: `F-${year}-0${year % 9}`,
			imported_at: '2022-01-03T08:00:00.000000Z',
		});
	company.addInvoice({
		number:
			'Situation n° 3 – chantier de l’école maternelle des Tilleuls, solde après levée des réserves',
		...today,
	});
}

/**
 * A company of some years and its second backup, which holds everything that a report can say: holes,
 * numbers given twice and out of order, imported invoices, credit notes, deposits, purchases without a
 * document, documents that are missing for several reasons, that changed, and that were deleted.
 */
export async function backUpLivedInCompany({
	company,
}: ReturnType<typeof openCompanies>): Promise<{ api: SinaoServer; folder: Folder }> {
	const { api, folder } = await company(
		12,
		{
			invoices: 180,
			quotes: 60,
			purchases: 90,
			persons: 30,
			organizations: 20,
			products: 40,
			transactions: 120,
		},
		false,
	);
	const { written_at, validated_at } = api.company.lists.invoices.findLast(
		({ number }) => number,
	) as Row;
	disturbNumbers(api, { written_at, validated_at });
	expectSucceeded(await runBackup(api, folder, { parameters: { otherLists: true } }));

	const quotes = api.company.lists.quotes
		.filter(({ id }) => api.document('quotes', id))
		.map(({ id }) => id);
	for (const id of quotes.slice(0, 3))
		api.company.changeRow('quotes', id, { title: `Révisé ${id}` });
	api.company.deleteRow('quotes', quotes[5]);
	api.company.deleteRow('invoices', api.company.lists.invoices[70].id);
	const added = [1, 2, 3, 4].map(() => api.company.addInvoice({ written_at, validated_at }).id);
	api.faults.add({ path: `/invoices/${added[0]}/pdf`, fault: { kind: 'status', status: 404 } });
	api.faults.add({ path: `/invoices/${added[1]}/pdf`, fault: { kind: 'html' } });
	api.faults.add({ path: `/invoices/${added[2]}/pdf`, fault: { kind: 'status', status: 503 } });
	expectSucceeded(await runBackup(api, folder, { parameters: { otherLists: true } }), 'incomplete');
	return { api, folder };
}
