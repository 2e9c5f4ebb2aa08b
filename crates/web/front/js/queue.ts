/** The queue of what needs a person's eyes, walked by `j` and `k` and opened by Enter. */
import { all, find, isTyping, reveal } from "./dom";

/** Starts on pages with a queue. */
export function list(): void {
  if (!find("tr[data-item], li[data-item]")) return;
  document.addEventListener("keydown", (event) => {
    const by = { j: 1, k: -1 }[event.key];
    if (!by || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || find("[data-key='j']")) return;
    const rows = all("tr[data-item], li[data-item]");
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    const link = row && find("a", row);
    if (!row || !link) return;
    event.preventDefault();
    link.focus();
    reveal(row);
  });
}
