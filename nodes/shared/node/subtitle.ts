/** What stands below a node on the canvas: its operation in words, where its value would be the key of a program. */
export const operationSubtitle =
	"={{ { downloadPdf: 'Download', exportCsv: 'Export to CSV', exportJsonLines: 'Export to JSON Lines', getMany: 'Get Many' }[$parameter.operation] }}";
