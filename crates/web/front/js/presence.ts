/** Tells two people on one item of each other: the page says every few seconds that it is open, and hears who else has it open. */
import { find, make, token } from "./dom";
import { text } from "./messages";

/** Milliseconds between two words with the server. */
const PERIOD = 15_000;

/** Starts on pages that ask for it. */
export function presence(): void {
  const place = find("#presence[data-src]");
  const src = place?.dataset["src"];
  if (!place || !src) return;
  const call = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(src, { method: "POST", headers: { ...token(), Accept: "application/json" } });
      const { others } = (await answer.json()) as { others?: string[] };
      const said = others?.length ? `${text("js-presence")} ${others.join(", ")}` : "";
      if (place.textContent !== said) place.replaceChildren(...(said ? [make("span", { class: "notice" }, said)] : []));
    } catch {
      // Nobody to hear of while the server is away: the next call asks again.
    }
  };
  void call();
  setInterval(call, PERIOD);
}
