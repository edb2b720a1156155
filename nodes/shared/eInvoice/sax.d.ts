/** What of sax is used. */
declare module 'sax' {
	interface Parser {
		onopentag: (tag: { name: string; attributes: Record<string, string> }) => void;
		onclosetag: (name: string) => void;
		ontext: (text: string) => void;
		oncdata: (text: string) => void;
		ondoctype: (text: string) => void;
		onerror: (error: Error) => void;
		write(text: string): Parser;
		close(): Parser;
	}
	export function parser(
		isStrict: boolean,
		options: { position: boolean; strictEntities: boolean },
	): Parser;
}
