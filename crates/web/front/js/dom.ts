/** Short ways to find and make elements. Nothing here writes markup from text, so nothing that a report says becomes markup. */

/** The first element that a selector finds, or null. */
export function find<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E | null {
  return within.querySelector<E>(selector);
}

/** All elements that a selector finds, in the order of the page. */
export function all<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** A new element with attributes and children; a string becomes text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The token against forged requests that the page carries, as a header. */
export function token(): Record<string, string> {
  return { "X-CSRF-Token": find<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "" };
}

/** Whether keys that a person presses go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

/** Scrolls an element into view where it is not, without a jump for those who asked for less motion. */
export function reveal(element: Element): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** Calls back once things have been quiet for some milliseconds. */
export function quiet(milliseconds: number, call: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(call, milliseconds);
  };
}
