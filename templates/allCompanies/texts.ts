import { backUpName, backupStorageNodes } from '../backup/steps';
import type { TemplateTexts } from '../parts/page';
import { installStep, mailTip, mailTipOfPage, missedRunTip } from '../parts/texts';
import { lastManifest, type Storage } from '../storages/storage';
import {
	companyFolderNodes,
	companyStorage,
	overviewStorage,
	saveOverviewName,
} from './companyStorage';
import { listCompaniesName } from './nodes';

export function titleFor(storage: Storage): string {
	return `Back up all companies of a Sinao login to ${storage.title}, with one overview`;
}

/** All nodes that access the storage. */
export function allStorageNodes(storage: Storage): string[] {
	const { type } = storage.save([0, 0]);
	const ofOverview = overviewStorage(storage)
		.read(lastManifest, [0, 0])
		.filter((node) => node.type === type);
	return [
		...ofOverview.map(({ name }) => name),
		saveOverviewName,
		...companyFolderNodes(storage),
		...backupStorageNodes(companyStorage(storage)),
	];
}

/** n8n has no node that creates folders on its disk. */
const createFolders =
	"In it, create a folder for each company, named as 'folder' in the output of 'List the companies'.";

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		`Save a Sinao login with access to every company, without two-factor authentication, as a Sinao Login API credential. Select it in '${listCompaniesName}' and '${backUpName}'.`,
		...storage.setup(allStorageNodes(storage)),
		...(storage.key === 'disk' ? [createFolders] : []),
		'Run the workflow once manually, open cabinet.html, then publish it (n8n 1: activate it).',
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview: `Saves what is new or changed in every company of a Sinao login to ${storage.title} each night, and writes one page with the state of all backups.`,
		audience:
			'Accountants and anyone else who looks after several companies in Sinao, the French invoicing service: each company is backed up in its own folder, and one page shows which backups are complete.',
		steps: [
			'The workflow lists the companies of the login and calls itself for each.',
			`'${backUpName}' downloads what is new in a company. Files, manifest and report go to its folder.`,
			'A company that fails does not stop the others.',
			'cabinet.html shows outcome, missing files, gaps in numbering and last complete backup of each company, in French.',
			'Then the workflow fails if a backup is not complete.',
		],
		paragraphs: [
			`Every night at 2 am, the workflow lists the companies that a Sinao login has access to and backs up one after the other. Each company has a folder in ${storage.title}, named after the company, its SIREN and its Sinao ID, with lists as CSV, documents as PDF, a manifest, checksums, a report and a page to search its documents. Only what is new or changed since the last run is downloaded. A renamed company keeps its folder.`,
			"Each company is a separate execution, or several if it has more new documents than 'Maximum Files'. A company whose access was revoked or that does not answer does not stop the others. At the end, the workflow saves cabinet.html next to the folders: a page in French with outcome, number of documents, missing files, gaps in invoice numbering and last complete backup of each company, and links to its report and documents. Companies without a backup are listed with the reason, and companies that the login no longer has access to are named. The workflow then fails if a backup is not complete.",
			'In n8n 2, a scheduled run can call the workflow for a company only if it is published. A manual run does not need this.',
		],
		setup: setupSteps(storage),
		requirements: [
			'A Sinao login with access to several companies, without two-factor authentication',
			...(storage.requirement ? [storage.requirement] : []),
			'The community node n8n-nodes-sinao',
		],
		customize: {
			canvas: `Change the schedule. ${mailTip}`,
			page: `In '${backUpName}' you can choose the lists and documents to include. With API keys instead of a login, use one workflow 'nightly-backup' per company. ${missedRunTip} ${mailTipOfPage} n8n would also call it for each company that fails. This is not a certified archive.`,
		},
	};
}
