/** The colours of the sheet, as the canvas needs them: resolved for the theme in force. */

/** Colours by what they are for. */
export type Colours = Record<"sea" | "land" | "coast" | "border" | "name" | "mark" | "onMark" | "soft" | "ink" | "card" | "accent", string>;

const TOKENS: Record<keyof Colours, string> = {
  sea: "--sea",
  land: "--land",
  coast: "--coast",
  border: "--border",
  name: "--map-name",
  mark: "--map-mark",
  onMark: "--map-mark-text",
  soft: "--ink-soft",
  ink: "--ink",
  card: "--card",
  accent: "--accent",
};

/** Reads the colours in force at an element. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement("i");
  element.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, read(token)])) as Colours;
  probe.remove();
  return colours;
}
