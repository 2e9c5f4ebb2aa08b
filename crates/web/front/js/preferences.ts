/** The bar at the head of the page. The theme, changed at once where the page would otherwise be loaded anew. The server keeps it in a cookie; so does this. */
import { all, find } from "./dom";
import { text } from "./messages";

/** A year, in seconds. */
const YEAR = 31_536_000;

/** Takes over the buttons that choose a theme; on a narrow screen, brings the way to this page into sight among the others. */
export function preferences(): void {
  find(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  for (const button of all<HTMLButtonElement>("[data-theme-switch]")) {
    name(button);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const theme = dark() ? "light" : "dark";
      document.documentElement.dataset["theme"] = theme;
      document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
      name(button);
      document.dispatchEvent(new CustomEvent("cenotaph:theme"));
    });
  }
}

/** The button is named after what it brings. */
function name(button: HTMLButtonElement): void {
  button.value = dark() ? "light" : "dark";
  button.textContent = text(`js-theme-${button.value}`);
}

function dark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}
