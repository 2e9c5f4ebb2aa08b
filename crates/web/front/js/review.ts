/** The review of a reading: words selected in the text set a field by a key; every decision is a button that a key presses. */
import { all, find, isTyping, make, reveal } from "./dom";
import { caret } from "./words";
import { explain } from "./keys";
import { numbers, spanOf } from "./offsets";
import { text } from "./messages";

/** Starts on the page that reviews one item. */
export function review(): void {
  const article = find(".page-review #text");
  if (!article) return;
  caret(article);
  const fields = all<HTMLFieldSetElement>("fieldset[data-set]");
  const setter = make("div", { class: "setter", role: "status" });
  setter.hidden = true;
  article.after(setter, told);
  for (const field of fields) explain([field.dataset["set"] ?? ""], `${text("js-help-set")} ${title(field)}`);

  document.addEventListener("selectionchange", () => offer(setter, article, fields));
  document.addEventListener(
    "keydown",
    (event) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!selected(article)) return;
      if (event.key === "Escape") {
        event.preventDefault();
        return getSelection()?.removeAllRanges();
      }
      // Of several accounts each has its field for the key: the one in view or last worked on is meant, else the first.
      const field = meant(fields.filter((field) => field.dataset["set"] === event.key));
      if (!field) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      set(field, article, setter);
    },
    true,
  );
  for (const field of fields) field.addEventListener("input", () => field.setAttribute("data-changed", ""));
  // One lands in the text, ready to read and to press keys; the address may have named another place.
  if (!location.hash && document.activeElement === document.body) article.focus({ preventScroll: true });
}

/** Says to those who do not see it what was set. */
const told = make("p", { class: "visually-hidden", role: "status" });

let last: HTMLFieldSetElement | null = null;

function meant(fields: HTMLFieldSetElement[]): HTMLFieldSetElement | undefined {
  const account = last?.dataset["field"]?.split(".")[0];
  return fields.find((field) => account && field.dataset["field"]?.startsWith(`${account}.`)) ?? fields[0];
}

/** The selection, where it is of words inside the text. */
function selected(article: HTMLElement): Range | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return article.contains(range.commonAncestorContainer) ? range : null;
}

/** Shows which keys take the words that are selected. */
function offer(setter: HTMLElement, article: HTMLElement, fields: HTMLFieldSetElement[]): void {
  const open = selected(article) !== null;
  if (setter.hidden === !open) return;
  setter.hidden = !open;
  setter.replaceChildren();
  if (!open) return;
  setter.append(text("js-set-field"));
  const keys = new Set<string>();
  for (const field of fields) {
    const key = field.dataset["set"] ?? "";
    if (keys.has(key)) continue;
    keys.add(key);
    const button = make("button", { type: "button" }, make("kbd", {}, key), ` ${title(field)}`);
    // The words stay selected while the button is pressed.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => set(meant(fields.filter((field) => field.dataset["set"] === key)) ?? field, article, setter));
    setter.append(button);
  }
}

/** Puts the words selected behind a field, and the numbers in them into it. */
function set(field: HTMLFieldSetElement, article: HTMLElement, setter: HTMLElement): void {
  const range = selected(article);
  if (!range) return;
  const span = spanOf(article, range);
  last = field;
  field.setAttribute("data-changed", "");
  write(field, "start", String(span.start));
  write(field, "end", String(span.end));
  write(field, "quote", span.quote);
  const found = numbers(span.quote);
  if (found.length > 0) {
    write(field, "min", String(Math.min(...found)));
    write(field, "max", String(Math.max(...found)));
  } else {
    write(field, "name", span.quote.replace(/\s+/g, " ").trim());
    // Where these words lie is for the server to look up; coordinates of other words would be wrong.
    write(field, "point", "");
  }
  told.textContent = `${title(field)} ${text("js-set-done")} ${span.quote}`;
  getSelection()?.removeAllRanges();
  setter.hidden = true;
  const input = find<HTMLInputElement>("input:not([type=hidden]):not([readonly]), select", field);
  input?.focus({ preventScroll: true });
  if (input instanceof HTMLInputElement) input.select();
  reveal(field);
}

function write(field: Element, part: string, value: string): void {
  for (const input of all<HTMLInputElement>(`[data-part="${part}"]`, field)) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function title(field: HTMLFieldSetElement): string {
  const legend = find("legend", field);
  const key = legend ? find("kbd", legend)?.textContent : null;
  const words = legend?.textContent?.trim() ?? "";
  return key && words.endsWith(key) ? words.slice(0, -key.length).trim() : words;
}
