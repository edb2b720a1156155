/** A real browser without a window, as the tests of pages from disk need it. */
export interface Driver {
	/** Opens a file of this machine and waits until it is loaded. */
	open(file: string): Promise<void>;
	/** The value of an expression in the page; promises are awaited. */
	evaluate<T>(expression: string): Promise<T>;
	/** Types into a field, as a person does, after what is in it. */
	type(selector: string, text: string): Promise<void>;
	click(selector: string): Promise<void>;
	/** Clicks a button that asks for a folder, and chooses one. */
	chooseFolder(button: string, folder: string): Promise<void>;
	/** Clicks a link and returns the address that a new tab shows. */
	follow(selector: string): Promise<string>;
	/** Runs a script in every page that is opened from now on, before its own. */
	beforeEachPage(script: string): Promise<void>;
	/** The page as a PDF of A4 pages, as printed. */
	print(): Promise<Buffer>;
	/** Addresses that pages asked for since the browser was started. */
	requests: string[];
	close(): Promise<void>;
}
