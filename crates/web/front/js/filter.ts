/**
 * The filter of the list of incidents. The address holds the view: what is chosen goes into the address, and the list, the map and the
 * timeline follow it, without the page being loaded anew. Without this module the form is sent as any form is.
 *
 * Events on the document: `cenotaph:choose` (detail: fields to set) comes from the map and the timeline; `cenotaph:view` (detail: the
 * fields in force) goes to them, and `cenotaph:source` to their elements where the data behind them changed.
 */
import { all, find, quiet } from "./dom";
import { text } from "./messages";

/** Fields of the filter by name; an empty one is not in force. */
export type Fields = Record<string, string>;

/** Milliseconds of quiet after which words typed into the filter take effect. */
const PAUSE = 250;

let asked: AbortController | null = null;

/** Takes over the form and the ways back and forth. */
export function filter(): void {
  const form = find<HTMLFormElement>("#filter");
  if (!form || !find("#results")) return;
  const fold = find<HTMLDetailsElement>("#filter-fold");
  if (fold && matchMedia("(width < 72rem)").matches) fold.open = false;

  const soon = quiet(PAUSE, () => follow(form, address(form), true));
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLSelectElement)) soon();
  });
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void follow(form, address(form), true);
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    void follow(form, new URL(location.pathname, location.href), true);
  });
  document.addEventListener("cenotaph:choose", (event) => {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries((event as CustomEvent<Fields>).detail)) put(url, key, value);
    url.searchParams.delete("page");
    void follow(form, url, true);
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("#results .pager a, a[data-filter]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (link instanceof HTMLAnchorElement && plain && link.pathname === location.pathname) {
      event.preventDefault();
      void follow(form, new URL(link.href), true).then(() => find("#results")?.scrollIntoView({ block: "nearest" }));
    }
  });
  window.addEventListener("popstate", () => void follow(form, new URL(location.href), false));
}

/** The address of what the form holds, without its empty fields. */
function address(form: HTMLFormElement): URL {
  const url = new URL(location.pathname, location.href);
  for (const [key, value] of new FormData(form)) {
    if (typeof value === "string" && key !== "page") put(url, key, value.trim(), true);
  }
  return url;
}

function put(url: URL, key: string, value: string, again = false): void {
  if (!value) url.searchParams.delete(key);
  else if (again) url.searchParams.append(key, value);
  else url.searchParams.set(key, value);
}

/** Shows what an address holds: the views at once, the list when the server has answered. A later question replaces an earlier one. */
async function follow(form: HTMLFormElement, url: URL, push: boolean): Promise<void> {
  if (push && url.href === location.href) return;
  if (push) history.pushState(null, "", url);
  fill(form, url);
  document.dispatchEvent(new CustomEvent<Fields>("cenotaph:view", { detail: Object.fromEntries(url.searchParams) }));
  asked?.abort();
  asked = new AbortController();
  const results = find("#results");
  results?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html", "X-Requested-With": "cenotaph" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = find("#results", page);
    if (!fresh) throw new Error("no list in the answer");
    results?.replaceWith(fresh);
    document.title = page.title;
    for (const id of ["map", "timeline"]) source(id, page);
  } catch (error) {
    if ((error as Error).name === "AbortError") return;
    results?.removeAttribute("aria-busy");
    const state = find(".count", results ?? document);
    if (state) state.textContent = text("js-failed");
  }
}

/** Tells a view where its data is now, if it moved. */
function source(id: string, page: Document): void {
  const here = find(`#${id}`);
  const src = find(`#${id}`, page)?.dataset["src"];
  if (here && src && here.dataset["src"] !== src) {
    here.dataset["src"] = src;
    here.dispatchEvent(new CustomEvent("cenotaph:source"));
  }
}

/** Puts what an address holds into the form, leaving the field that is being typed into as it is. */
function fill(form: HTMLFormElement, url: URL): void {
  for (const field of all<HTMLInputElement | HTMLSelectElement>("input[name], select[name]", form)) {
    if (field === document.activeElement || field.name === "csrf") continue;
    const values = url.searchParams.getAll(field.name);
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement && field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[0] ?? "";
  }
}

/** The data of a view without what the view shows by itself, so that choosing there asks the server for nothing. */
export function without(src: string, fields: string[]): string {
  const url = new URL(src, location.href);
  for (const field of [...fields, "page"]) url.searchParams.delete(field);
  return url.pathname + url.search;
}
