/** Keys that press the page's buttons and links (`data-key`), and the help that lists them on `?`. */
import { all, find, isTyping, make } from "./dom";
import { text } from "./messages";

/** Lines of the help beyond the keys of buttons: keys, and what they do. */
const more: [string[], string][] = [];

/** Adds a line to the help. */
export function explain(keys: string[], what: string): void {
  more.push([keys, what]);
}

/** Listens for the keys of buttons and for `?`, on pages that have any. */
export function help(): void {
  if (!find("[data-key]") && more.length === 0) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && isTyping(event.target)) return (event.target as HTMLElement).blur();
    if (isTyping(event.target) || find("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      return show();
    }
    const target = all("[data-key]").find((element) => element.dataset["key"] === event.key && !(element as HTMLButtonElement).disabled);
    if (!target) return;
    event.preventDefault();
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) target.focus();
    else target.click();
  });
  for (const button of all<HTMLButtonElement>("button[data-key]")) ask(button);
  for (const button of all("[data-help]")) button.addEventListener("click", show);
}

function show(): void {
  const rows = all("[data-key]").map((element): [string[], string] => [[element.dataset["key"] ?? ""], name(element)]);
  rows.push(...more, [["Esc"], text("js-help-escape")], [["?"], text("js-help-help")]);
  const list = make("dl", { class: "facts" });
  for (const [keys, what] of rows) {
    list.append(make("dt", {}, ...keys.flatMap((key, i) => (i ? [" ", make("kbd", {}, key)] : [make("kbd", {}, key)]))), make("dd", {}, what));
  }
  const close = make("button", { class: "button", autofocus: "" }, text("js-close"));
  const dialog = make("dialog", { "aria-labelledby": "keys-title" }, make("h2", { id: "keys-title" }, text("js-help-title")), list, close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    // Left to go on, the key would reach the page, which opens the help.
    event.stopPropagation();
    if (event.key === "?") dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Where a decision lacks something (a reason, the other incident), its button leads to the field that lacks it, and stays pressed:
 * Enter in that field, or Ctrl+Enter where Enter begins a line, then sends this decision and no other.
 */
function ask(button: HTMLButtonElement): void {
  const form = button.form;
  if (!form) return;
  button.addEventListener("click", (event) => {
    const needed = find<HTMLTextAreaElement>(`[name="${button.dataset["needs"] ?? ""}"]`, form);
    const empty = needed?.value.trim() === "" ? needed : find<HTMLInputElement>(":invalid:not(fieldset)", form);
    if (!empty) return;
    event.preventDefault();
    for (const other of all("button[aria-pressed]", form)) other.removeAttribute("aria-pressed");
    button.ariaPressed = "true";
    empty.focus();
  });
  form.addEventListener("keydown", (event) => {
    const lines = event.target instanceof HTMLTextAreaElement;
    if (event.key !== "Enter" || button.ariaPressed !== "true" || (lines && !event.ctrlKey)) return;
    event.preventDefault();
    button.click();
  });
}

/** What a button or a field is called, without the key that is written on it. */
function name(element: HTMLElement): string {
  const label = element.ariaLabel ?? (element as HTMLTextAreaElement).labels?.[0]?.textContent ?? element.textContent ?? "";
  const key = find("kbd", element)?.textContent ?? "";
  const words = label.trim();
  return key && words.endsWith(key) ? words.slice(0, -key.length).trim() : words;
}
