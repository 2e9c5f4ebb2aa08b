/** Ties the fields of a reading to the words behind them: pointing at one lights the other; an address with `#s120-131` finds its words. */
import { all, find, reveal } from "./dom";
import { rangeOf } from "./offsets";

/** Starts on pages that show a report's text. */
export function link(): void {
  const article = find("#text");
  if (!article) return;
  const marks = new Map<string, HTMLElement[]>();
  for (const mark of all("mark[data-field]", article)) {
    for (const field of names(mark)) marks.set(field, [...(marks.get(field) ?? []), mark]);
  }
  const fields = all("[data-field]").filter((element) => !article.contains(element));

  const light = (wanted: string[], from: Element) => {
    dim();
    for (const field of fields) if (wanted.some((name) => names(field).includes(name))) on(field, from);
    const lit = wanted.flatMap((name) => marks.get(name) ?? []);
    for (const mark of lit) mark.classList.add("lit");
    if (!article.contains(from) && lit[0]) reveal(lit[0]);
  };
  const on = (field: Element, from: Element) => {
    field.classList.add("lit");
    if (article.contains(from)) reveal(field);
  };
  for (const element of [...fields, ...marks.values()].flat()) {
    element.addEventListener("pointerenter", () => light(names(element), element));
    element.addEventListener("focusin", () => light(names(element), element));
    element.addEventListener("pointerleave", dim);
  }
  for (const mark of [...marks.values()].flat()) {
    mark.addEventListener("click", () => {
      if (!getSelection()?.isCollapsed) return;
      const field = fields.find((field) => names(field).some((name) => names(mark).includes(name)));
      find("input:not([type=hidden]), select, a", field ?? document.createElement("i"))?.focus();
    });
  }
  cite(article);
  window.addEventListener("hashchange", () => cite(article));
}

function names(element: HTMLElement): string[] {
  return (element.dataset["field"] ?? "").split(/\s+/).filter(Boolean);
}

function dim(): void {
  for (const element of all(".lit")) element.classList.remove("lit");
}

/** Shows the words that the address names: the mark that stands there, or else the words themselves. */
function cite(article: HTMLElement): void {
  CSS.highlights?.delete("cited");
  const span = /^#s(\d+)-(\d+)$/.exec(location.hash);
  if (!span) return;
  const [start, end] = [Number(span[1]), Number(span[2])];
  const words = rangeOf(article, start, end);
  if (!words) return;
  if (!document.getElementById(`s${start}-${end}`)) CSS.highlights?.set("cited", new Highlight(words));
  words.startContainer.parentElement?.scrollIntoView({ block: "center" });
}
