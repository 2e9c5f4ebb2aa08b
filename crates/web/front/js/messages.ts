/** The texts and numbers of the interface in the language of the page; the texts come with the page from the message files. */
import { find } from "./dom";

let texts: Record<string, string> | null = null;

/** The text for a key; the key itself where the message files lack it, so that the lack is seen. */
export function text(key: string): string {
  texts ??= JSON.parse(find("#messages")?.textContent || "{}") as Record<string, string>;
  return texts[key] ?? key;
}

/** The language of the page, with the digits that the server writes. */
export function language(): string {
  return `${document.documentElement.lang || "en"}-u-nu-latn`;
}

/** A range as the server writes it: 6, 6–9, or 6+ where nothing bounds it above. */
export function range(least: number, most: number, open: boolean): string {
  const write = new Intl.NumberFormat(language()).format;
  const ends = least === most ? write(least) : `${write(least)}–${write(most)}`;
  return open ? `${ends}+` : ends;
}

/** A day (ISO 8601) as people of the page's language write it. */
export function day(iso: string, parts: Intl.DateTimeFormatOptions = { dateStyle: "medium" }): string {
  return new Intl.DateTimeFormat(language(), { ...parts, timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}
