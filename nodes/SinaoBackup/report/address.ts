/** The address of a file, relative to a page in the folder of the backup. Also runs in browsers. */
export function addressOf(path: string): string {
	return path.split('/').map(encodeURIComponent).join('/').replace(/'/g, '%27');
}
