import type { Manifest } from '../manifest/schema';
import { paragraph, section, table } from '../report/html';
import { count, moment, verdictOf } from '../report/labels';
import { definition, page } from '../report/layout';
import type { Finding } from './finding';

const words: Record<Finding['status'], string> = {
	right: 'intact',
	altered: 'altéré',
	lacking: 'absent',
	unknown: 'inconnu du manifeste',
};

/** The result of Verify Backup as a page in French. */
export function verificationPage(manifest: Manifest, findings: Finding[], time: string): string {
	const { company, run, scope } = manifest;
	const wrong = findings.filter(({ status }) => status !== 'right');
	const isRight = wrong.every(({ status }) => status === 'unknown');
	const number = (status: Finding['status']) =>
		count(findings.filter((finding) => finding.status === status).length);
	return page(
		`Vérification de la sauvegarde Sinao n° ${run.number}`,
		company,
		isRight
			? {
					style: 'complete',
					title: 'Fichiers intacts',
					sentence: 'Chaque fichier relu est, octet pour octet, celui que le manifeste nomme.',
				}
			: {
					style: 'failed',
					title: 'Fichiers altérés ou absents',
					sentence:
						'Ils sont nommés ci-dessous. La prochaine sauvegarde peut les demander de nouveau à Sinao.',
				},
		[
			definition('Vérifiée le', moment(time, scope.timeZone)),
			definition(
				'Sauvegarde',
				`n° ${run.number} du ${moment(run.begin, scope.timeZone)} : ${verdictOf(manifest).title.toLowerCase()}`,
			),
			definition('Intacts', number('right')),
			definition('Altérés', number('altered')),
			definition('Absents', number('lacking')),
			definition('Inconnus', number('unknown')),
		],
		[
			wrong.length
				? section(
						'Ce qui diffère',
						table(
							wrong,
							[
								{ title: 'Fichier', cell: ({ path }) => path },
								{ title: 'Constat', cell: ({ status }) => words[status] },
								{
									title: 'Octets attendus',
									cell: ({ expected }) => expected && count(expected.size),
									set: 'amount',
								},
								{
									title: 'Octets lus',
									cell: ({ actual }) => actual && count(actual.size),
									set: 'amount',
								},
							],
							'dans la sortie « Problems » de Verify Backup',
						),
					)
				: section('Ce qui diffère', paragraph('Rien.')),
		],
	);
}
