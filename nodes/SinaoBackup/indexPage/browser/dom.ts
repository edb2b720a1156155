/** The element with an id of the page. */
export function byId<T extends HTMLElement>(id: string): T {
	return document.getElementById(id) as T;
}

export function element<K extends keyof HTMLElementTagNameMap>(
	name: K,
	attributes: Record<string, string> = {},
	...children: Array<Node | string>
): HTMLElementTagNameMap[K] {
	const made = document.createElement(name);
	for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
	made.append(...children);
	return made;
}

/** A text of the account without characters that hide, or turn the direction of what follows. */
export function visible(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ');
}
