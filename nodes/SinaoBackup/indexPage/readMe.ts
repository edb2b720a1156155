import { pageNames } from '../manifest/pages';
import { tool } from '../manifest/schema';
import { moment } from '../report/labels';
import type { IndexData } from './data';

/** Checks SHA256SUMS with what every Windows has; prints the files that are not as they were. */
const windowsCheck =
	'Get-Content -Encoding UTF8 -LiteralPath SHA256SUMS | ForEach-Object { $h,$p = $_ -split \'  \',2; if (-not (Test-Path -LiteralPath $p)) { "ABSENT   $p" } elseif ((Get-FileHash -Algorithm SHA256 -LiteralPath $p).Hash -ne $h) { "MODIFIE  $p" } }';
const macCheck = 'shasum -a 256 -c SHA256SUMS';
const linuxCheck = 'sha256sum -c SHA256SUMS';

/** `LISEZMOI.txt`: what the folder is and how to check it, for someone who knows nothing of n8n. UTF-8 with BOM, CRLF. */
export function readMe({
	company,
	run,
	end,
	timeZone,
	pagePrefix,
}: Pick<IndexData, 'company' | 'run' | 'end' | 'timeZone' | 'pagePrefix'>): string {
	const { index, report } = pageNames({ pagePrefix });
	const name = plain(
		[company.name, company.siren && `SIREN ${company.siren}`].filter(Boolean).join(', ') ||
			`société n° ${company.id}`,
	);
	const text = `SAUVEGARDE DU COMPTE SINAO
${name}
Sauvegarde n° ${run.number}, terminée le ${moment(end, timeZone)} (${timeZone})

Ce dossier contient les documents et les listes du compte Sinao (logiciel de
facturation) de cette société. Il se lit sans Sinao, sans n8n et sans Internet.

PAR OÙ COMMENCER
Ouvrez ${index} dans un navigateur (Chrome, Edge, Firefox, Safari) : recherche,
filtres et totaux de tous les documents, et un bouton « Vérifier ».

CE QUE CONTIENT LE DOSSIER
${index.padEnd(20)}tous les documents, avec recherche et vérification
${report.padEnd(20)}ce qui est sauvegardé, ce qui manque, la suite des numéros
rapport.json        le même rapport, pour un programme
Factures, Devis, Achats ...
                    les documents (PDF ou fichier d'origine) et leurs listes ;
                    ces mots sont au début du nom quand il n'y a pas de dossiers,
                    et les listes commencent alors par « 0 - »
*.csv               listes pour un tableur ; la colonne « Fichier » contient le
                    chemin de chaque document, « Écart » ce qui diffère entre
                    sa facture électronique et Sinao
*.xlsx              les mêmes listes en classeur Excel, avec un lien vers chaque
                    document, si ce format a été choisi
*.jsonl             les mêmes listes avec tous les champs de Sinao, un
                    enregistrement JSON par ligne (UTF-8)
« ... v2.pdf »      version plus récente d'un document qui a changé dans Sinao ;
                    la version précédente reste à côté
« ... - lisible.pdf »
                    copie lisible d'une facture reçue en XML, extraite de ce
                    fichier ; l'original à conserver est le XML
manifest.json       nom, taille et empreinte SHA-256 de chaque fichier (JSON)
Manifestes          une copie du manifeste de chaque sauvegarde
SHA256SUMS          les empreintes, une par ligne
verification.html   le résultat de la dernière vérification, s'il y en a eu une

VÉRIFIER QUE RIEN N'A CHANGÉ
Le plus simple : ${index}, bouton « Vérifier », puis choisir ce dossier.
Ou par une commande, dans ce dossier :

Windows (PowerShell) - n'affiche que les fichiers modifiés ou absents :
${windowsCheck}

macOS (Terminal) :
${macCheck}

Linux :
${linuxCheck}

À SAVOIR
- Un CSV ouvert d'un double-clic : Excel supprime les zéros en tête (SIREN, codes
  postaux, téléphones), arrondit les nombres de plus de 15 chiffres et transforme
  ce qui ressemble à une date (le numéro 2024-01 devient janvier 2024) ou à un
  nombre avec exposant (1E10 devient 10 000 000 000). Le fichier, lui, contient
  ces valeurs : n'enregistrez pas par-dessus. Pour les voir, importez-le par
  Données > À partir d'un fichier texte/CSV, type « Texte » pour ces colonnes.
- Les fichiers peuvent être copiés ou déplacés, ensemble et sans les renommer.
- Les factures se conservent dix ans (code de commerce, art. L123-22).
- Ce dossier n'est pas un archivage électronique certifié (NF Z42-013, NF 461) :
  les empreintes montrent qu'un fichier a changé, elles ne l'empêchent pas.

Établi par ${tool.name} ${tool.version}.
`;
	return `\ufeff${text.replace(/\n/g, '\r\n')}`;
}

/** A text of the account on one line. */
function plain(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ');
}
