/** A caret of words, so that words of a report can be chosen without a pointer: arrows move it, with Shift they select. */
import { explain } from "./keys";
import { reveal } from "./dom";
import { text } from "./messages";

/** A word and where it stands in the page. */
type Word = { node: Text; start: number; end: number };

/** Makes a text's words reachable by the arrow keys. */
export function caret(article: HTMLElement): void {
  const words = wordsOf(article);
  if (words.length === 0) return;
  let anchor = -1;
  let focus = -1;
  article.tabIndex = 0;
  explain(["←", "→", "↑", "↓"], text("js-help-words"));

  article.addEventListener("keydown", (event) => {
    const by = step(event);
    if (by === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = typeof by === "number" ? focus + by : line(words, focus, by);
    focus = Math.min(Math.max(next, 0), words.length - 1);
    if (!event.shiftKey || anchor < 0) anchor = focus;
    select();
  });
  // A pointer that sets the caret elsewhere takes the words' caret with it.
  article.addEventListener("pointerup", () => {
    const at = getSelection()?.focusNode;
    const offset = getSelection()?.focusOffset ?? 0;
    const found = words.findIndex((word) => word.node === at && word.end >= offset);
    if (found >= 0) anchor = focus = found;
  });

  const select = () => {
    const first = words[Math.min(anchor, focus)];
    const last = words[Math.max(anchor, focus)];
    const here = words[focus];
    if (!first || !last || !here) return;
    const range = document.createRange();
    range.setStart(first.node, first.start);
    range.setEnd(last.node, last.end);
    CSS.highlights?.set("word", new Highlight(rangeOfWord(here)));
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    if (here.node.parentElement) reveal(here.node.parentElement);
  };
  article.addEventListener("blur", () => CSS.highlights?.delete("word"));
}

/** Which way an arrow leads: by words along the line as the script runs, or to another line. */
function step(event: KeyboardEvent): number | "up" | "down" | null {
  const leftwards = getComputedStyle(event.currentTarget as Element).direction === "rtl" ? 1 : -1;
  switch (event.key) {
    case "ArrowLeft": return leftwards;
    case "ArrowRight": return -leftwards;
    case "ArrowUp": return "up";
    case "ArrowDown": return "down";
    default: return null;
  }
}

/** The word on the next line, up or down, that stands nearest to this one. */
function line(words: Word[], from: number, way: "up" | "down"): number {
  const here = words[from];
  if (!here) return 0;
  const at = boxOf(here);
  const sign = way === "down" ? 1 : -1;
  let best = from;
  let nearest = Infinity;
  let level: number | null = null;
  for (let i = from + sign; i >= 0 && i < words.length; i += sign) {
    const box = boxOf(words[i] as Word);
    if (Math.abs(box.top - at.top) < at.height / 2) continue;
    level ??= box.top;
    if (Math.abs(box.top - level) > at.height / 2) break;
    const far = Math.abs(box.left + box.width / 2 - at.left - at.width / 2);
    if (far < nearest) [nearest, best] = [far, i];
  }
  return best;
}

function wordsOf(article: HTMLElement): Word[] {
  const segmenter = new Intl.Segmenter(article.lang || undefined, { granularity: "word" });
  const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const words: Word[] = [];
  for (let node = walk.nextNode() as Text | null; node; node = walk.nextNode() as Text | null) {
    for (const part of segmenter.segment(node.data)) {
      if (part.isWordLike) words.push({ node, start: part.index, end: part.index + part.segment.length });
    }
  }
  return words;
}

function rangeOfWord(word: Word): Range {
  const range = document.createRange();
  range.setStart(word.node, word.start);
  range.setEnd(word.node, word.end);
  return range;
}

function boxOf(word: Word): DOMRect {
  return rangeOfWord(word).getBoundingClientRect();
}
