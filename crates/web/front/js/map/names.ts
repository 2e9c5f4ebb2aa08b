/** The names of countries and towns: where they stand, and which of them find room. */
import type { Colours } from "./colours";
import type { View } from "./view";
import { worldX, worldY } from "./view";
import { language } from "../messages";

/** A name, where it stands, the zoom from which it is of use, and whether it is a country's. */
type Name = { x: number; y: number; from: number; text: string; country: boolean };

type File = { countries: [code: string, x: number, y: number, size: number][]; towns: [x: number, y: number, thousands: number, name: string, arabic?: string][] };

/** Reads the file of labels, in the language of the page. */
export function readNames(file: File): Name[] {
  const regions = new Intl.DisplayNames(language(), { type: "region" });
  const arabic = language().startsWith("ar");
  // A country is named once it is some sixty pixels wide; a town the earlier, the more people live there.
  const countries = file.countries.map(([code, x, y, size]) => ({
    x: worldX(x),
    y: worldY(y),
    from: Math.log2((60 * 360) / 256 / Math.max(size, 0.3)),
    text: regions.of(code) ?? code,
    country: true,
  }));
  const towns = file.towns.map(([x, y, thousands, name, own]) => ({
    x: worldX(x),
    y: worldY(y),
    from: 10.2 - Math.log2(Math.max(thousands, 1) / 20),
    text: (arabic && own) || name,
    country: false,
  }));
  return [...countries, ...towns];
}

/** Draws the names that are in sight and find room, those of countries first. */
export function drawNames(ink: CanvasRenderingContext2D, names: Name[], view: View, colours: Colours): void {
  const taken: [number, number, number, number][] = [];
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  ink.lineWidth = 3;
  ink.strokeStyle = colours.land;
  for (const name of names) {
    if (view.zoom < name.from || (name.country && view.zoom > name.from + 4.5)) continue;
    const left = view.left(name.x);
    const top = view.top(name.y);
    if (left < -80 || left > view.width + 80 || top < -10 || top > view.height + 10) continue;
    ink.font = name.country ? "600 12px system-ui, sans-serif" : "11px system-ui, sans-serif";
    const width = ink.measureText(name.text).width;
    const start = name.country ? left - width / 2 : left + 5;
    const box: [number, number, number, number] = [start - 6, top - 8, start + width + 4, top + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    ink.fillStyle = colours.name;
    ink.textAlign = "left";
    ink.direction = "ltr";
    if (!name.country) {
      ink.beginPath();
      ink.arc(left, top, 1.8, 0, 7);
      ink.fill();
    }
    ink.strokeText(name.text, start, top);
    ink.fillText(name.text, start, top);
  }
}
