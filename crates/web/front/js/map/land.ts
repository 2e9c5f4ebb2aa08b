/**
 * Coasts and borders, and how they are drawn. The files are made by ../../basemap/make.mjs from Natural Earth:
 * scale and translation (four little-endian doubles: degrees = n × scale + translation), then variable-length integers:
 * the number of arcs; for each its kind (0 coast, 1 border, 2 border with an area without a code of its own), its number of points and
 * their zigzag differences; the number of rings of land; for each the number of its arcs and their zigzag numbers (−1 − n: arc n backwards).
 */
import type { View } from "./view";
import { worldX, worldY } from "./view";
import type { Colours } from "./colours";

/** A line of points x, y, x, y … in units of the world, and the box around them. */
type Line = { points: Float32Array; box: Float32Array };

/** The land at one scale. */
export type Land = { rings: Line[]; borders: Line[]; disputed: Line[] };

/** Reads a file of land. */
export function readLand(bytes: ArrayBuffer): Land {
  const header = new DataView(bytes, 0, 32);
  const [scaleX, scaleY, moveX, moveY] = [0, 8, 16, 24].map((at) => header.getFloat64(at, true)) as [number, number, number, number];
  const body = new Uint8Array(bytes, 32);
  let at = 0;
  const next = () => {
    let value = 0;
    let place = 1;
    for (;;) {
      const byte = body[at++] ?? 0;
      value += (byte & 127) * place;
      if (byte < 128) return value;
      place *= 128;
    }
  };
  const signed = () => {
    const value = next();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };

  const arcs: { kind: number; points: Float32Array }[] = [];
  for (let left = next(); left > 0; left--) {
    const kind = next();
    const points = new Float32Array(2 * next());
    for (let i = 0, x = 0, y = 0; i < points.length; i += 2) {
      x += signed();
      y += signed();
      points[i] = worldX(x * scaleX + moveX);
      points[i + 1] = worldY(y * scaleY + moveY);
    }
    arcs.push({ kind, points });
  }
  const rings: Line[] = [];
  for (let left = next(); left > 0; left--) {
    const ring: number[] = [];
    for (let arc = next(); arc > 0; arc--) {
      const number = signed();
      const points = arcs[number < 0 ? -1 - number : number]?.points ?? new Float32Array();
      if (number < 0) for (let i = points.length - 2; i >= 0; i -= 2) ring.push(points[i] ?? 0, points[i + 1] ?? 0);
      else for (const n of points) ring.push(n);
    }
    rings.push(boxed(Float32Array.from(ring)));
  }
  const lines = (kind: number) => arcs.filter((arc) => arc.kind === kind).map((arc) => boxed(arc.points));
  return { rings, borders: lines(1), disputed: lines(2) };
}

function boxed(points: Float32Array): Line {
  const box = Float32Array.of(Infinity, Infinity, -Infinity, -Infinity);
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    if (x < (box[0] ?? 0)) box[0] = x;
    if (y < (box[1] ?? 0)) box[1] = y;
    if (x > (box[2] ?? 0)) box[2] = x;
    if (y > (box[3] ?? 0)) box[3] = y;
  }
  return { points, box };
}

/** Draws the land that is in sight. */
export function drawLand(ink: CanvasRenderingContext2D, land: Land, view: View, colours: Colours): void {
  ink.fillStyle = colours.land;
  ink.strokeStyle = colours.coast;
  ink.lineWidth = 1;
  ink.lineJoin = "round";
  ink.beginPath();
  for (const ring of seen(land.rings, view)) trace(ink, ring.points, view);
  ink.fill("evenodd");
  ink.stroke();
  ink.strokeStyle = colours.border;
  for (const [lines, dashes] of [[land.borders, []], [land.disputed, [4, 3]]] as const) {
    ink.setLineDash([...dashes]);
    ink.beginPath();
    for (const line of seen(lines, view)) trace(ink, line.points, view);
    ink.stroke();
  }
  ink.setLineDash([]);
}

function seen(lines: Line[], view: View): Line[] {
  const [west, north] = view.at(-2, -2);
  const [east, south] = view.at(view.width + 2, view.height + 2);
  const least = 1 / view.scale;
  return lines.filter(({ box }) => {
    const [x0, y0, x1, y1] = box as unknown as [number, number, number, number];
    return x1 > west && x0 < east && y1 > north && y0 < south && (x1 - x0 > least || y1 - y0 > least);
  });
}

/** Traces a line, leaving out points less than half a pixel from the last, and runs of points that lie beyond one edge of the canvas. */
function trace(ink: CanvasRenderingContext2D, points: Float32Array, view: View): void {
  const scale = view.scale;
  const moveX = view.width / 2 - view.x * scale;
  const moveY = view.height / 2 - view.y * scale;
  const last = points.length - 2;
  let [drawnX, drawnY, skippedX, skippedY] = [Infinity, Infinity, 0, 0];
  // The edges beyond which all points since the last one drawn lie, that one included.
  let beyond = 0;
  let skipped = false;
  for (let i = 0; i <= last; i += 2) {
    const x = (points[i] as number) * scale + moveX;
    const y = (points[i + 1] as number) * scale + moveY;
    const edges = (x < -9 ? 1 : x > view.width + 9 ? 2 : 0) | (y < -9 ? 4 : y > view.height + 9 ? 8 : 0);
    const near = Math.abs(x - drawnX) + Math.abs(y - drawnY) < 0.5;
    if (i > 0 && i < last && ((beyond & edges) !== 0 || (near && edges === 0 && beyond === 0))) {
      skipped = edges !== 0;
      [skippedX, skippedY] = [x, y];
      beyond &= edges;
      continue;
    }
    if (skipped) ink.lineTo(skippedX, skippedY);
    skipped = false;
    if (i === 0) ink.moveTo(x, y);
    else ink.lineTo(x, y);
    [drawnX, drawnY, beyond] = [x, y, edges];
  }
}
