const list = new Intl.ListFormat('fr');

/** Names of nodes for a sentence: `« Un », « Deux » et « Trois »`. Nodes have English names in all templates. */
export function listed(names: string[]): string {
	return list.format(names.map((name) => `« ${name} »`));
}

export const installStep =
	'Installez le nœud de la communauté n8n-nodes-sinao (n8n 3 : sous Docker, avec N8N_UNVERIFIED_PACKAGES_ENABLED=true).';

export function credentialStep(nodes: string): string {
	return `Créez une clé d’API dans Sinao (administrateur) et l’identifiant Sinao API avant l’import : n8n sélectionne le seul qui existe. Sinon, sélectionnez-le dans ${nodes}.`;
}

export function requirements(...others: Array<string | undefined>): string[] {
	return [
		'Un compte Sinao avec une clé d’API',
		...others.filter((line) => line !== undefined),
		'Le nœud de la communauté n8n-nodes-sinao',
	];
}

export const publishStep =
	'Exécutez le workflow une fois à la main, vérifiez les fichiers, puis publiez-le (n8n 1 : activez-le).';

export const mailTip =
	'Pour des e-mails, activez « Send the outcome » et publiez de nouveau, sans error workflow.';

export const mailTipOfPage =
	'Pour être prévenu par e-mail, remplissez et activez « Send the outcome », puis publiez de nouveau le workflow. Ne choisissez pas d’error workflow : n8n n’enverrait plus d’e-mail en cas d’échec.';

export const partsParagraph =
	'Pour que la première sauvegarde d’un grand compte demande peu de mémoire, chaque exécution télécharge au plus « Maximum Files » documents. S’il en reste, le workflow s’appelle lui-même, et une autre exécution continue. Seule la dernière signale ce qui manque : la sauvegarde est complète quand le rapport le dit. Pour cela, n8n 2 a besoin du workflow publié.';
