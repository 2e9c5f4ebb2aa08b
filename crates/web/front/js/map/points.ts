/** The incidents that the map shows: their places and figures in columns, which of them the filter leaves, and how they cluster. */
import type { Box, View } from "./view";
import { perKilometre, worldX, worldY } from "./view";

/** An incident as the server sends it; the last is the first and, where it differs, the last day it may have been. */
export type Row = [longitude: number, latitude: number, radius: number, least: number | null, most: number | null, grade: string, id: string, from?: string | null, to?: string | null];

/** Incidents that are drawn as one: where, how many, and killed at least and at most over all of them. */
export type Cluster = {
  x: number;
  y: number;
  count: number;
  least: number;
  most: number;
  open: boolean;
  /** Some of the incidents, by row. */
  members: number[];
  /** The largest radius of precision, in units of the world, where all stand in one place; else 0. */
  radius: number;
};

/** The pixels within which incidents are drawn as one. */
const REACH = 44;
/** The pixels of the cells that are counted first, so that merging looks at few. */
const CELL = 8;
/** How many of a cluster's incidents are kept by row, to be named. */
export const NAMED = 8;

/** The columns. */
export class Points {
  readonly rows: Row[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly radius: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 where the filter leaves the incident. */
  readonly kept: Uint8Array;
  left = 0;

  constructor(rows: Row[]) {
    const n = rows.length;
    this.rows = rows;
    this.x = new Float64Array(n);
    this.y = new Float64Array(n);
    this.radius = new Float64Array(n);
    this.from = new Int32Array(n);
    this.to = new Int32Array(n);
    this.kept = new Uint8Array(n).fill(1);
    this.left = n;
    rows.forEach((row, i) => {
      const y = worldY(row[1]);
      this.x[i] = worldX(row[0]);
      this.y[i] = y;
      this.radius[i] = row[2] * perKilometre(y);
      this.from[i] = row[7] ? dayNumber(row[7]) : NaN;
      this.to[i] = row[8] ? dayNumber(row[8]) : (this.from[i] as number);
      if (!row[7]) this.from[i] = this.to[i] = UNDATED;
    });
  }

  /** Keeps what lies in a box and between two days; null is no bound. An incident without a date is in no span of days. */
  filter(box: Box | null, from: string | null, to: string | null): void {
    const [west, east] = box ? [worldX(box[0]), worldX(box[2])] : [-Infinity, Infinity];
    const [north, south] = box ? [worldY(box[3]), worldY(box[1])] : [-Infinity, Infinity];
    const first = from ? dayNumber(from) : -Infinity;
    const last = to ? dayNumber(to) : Infinity;
    const dated = from !== null || to !== null;
    this.left = 0;
    for (let i = 0; i < this.rows.length; i++) {
      const [x, y, begin, end] = [this.x[i] as number, this.y[i] as number, this.from[i] as number, this.to[i] as number];
      const keep = x >= west && x <= east && y >= north && y <= south && (dated ? begin !== UNDATED && end >= first && begin <= last : true);
      this.kept[i] = keep ? 1 : 0;
      this.left += this.kept[i] as number;
    }
  }

  /** The box around the incidents that are kept, or null where there is none. */
  box(): Box | null {
    const box: Box = [180, 90, -180, -90];
    this.rows.forEach((row, i) => {
      if (!this.kept[i]) return;
      box[0] = Math.min(box[0], row[0]);
      box[1] = Math.min(box[1], row[1]);
      box[2] = Math.max(box[2], row[0]);
      box[3] = Math.max(box[3], row[1]);
    });
    return this.left > 0 ? box : null;
  }

  /** The clusters of what is kept, in and around what is in sight. */
  clusters(view: View): Cluster[] {
    const cells = merged(this.cells(view), REACH / view.scale);
    return cells.sort((a, b) => b.count - a.count);
  }

  /** First pass: incidents by small cells of the screen's size. */
  private cells(view: View): Cluster[] {
    const size = CELL / view.scale;
    const columns = Math.ceil(1 / size) + 1;
    const margin = Math.max(view.width, view.height) / view.scale / 2;
    const [west, north] = view.at(0, 0);
    const [east, south] = view.at(view.width, view.height);
    const cells = new Map<number, Cluster>();
    for (let i = 0; i < this.rows.length; i++) {
      const x = this.x[i] as number;
      const y = this.y[i] as number;
      if (!this.kept[i] || x < west - margin || x > east + margin || y < north - margin || y > south + margin) continue;
      const key = Math.floor(y / size) * columns + Math.floor(x / size);
      const cell = cells.get(key);
      if (cell) this.into(cell, i, x, y);
      else cells.set(key, this.alone(i, x, y));
    }
    return [...cells.values()];
  }

  private alone(i: number, x: number, y: number): Cluster {
    const [, , , least, most] = this.rows[i] as Row;
    return { x, y, count: 1, least: least ?? 0, most: most ?? least ?? 0, open: most === null && least !== null, members: [i], radius: this.radius[i] as number };
  }

  private into(cell: Cluster, i: number, x: number, y: number): void {
    const [, , , least, most] = this.rows[i] as Row;
    const n = cell.count + 1;
    const one = cell.radius > 0 && Math.abs(cell.x - x) < 1e-9 && Math.abs(cell.y - y) < 1e-9;
    cell.radius = one ? Math.max(cell.radius, this.radius[i] as number) : 0;
    cell.x += (x - cell.x) / n;
    cell.y += (y - cell.y) / n;
    cell.count = n;
    cell.least += least ?? 0;
    cell.most += most ?? least ?? 0;
    cell.open ||= most === null && least !== null;
    if (cell.members.length < NAMED) cell.members.push(i);
  }
}

/** Second pass: the largest cells take in those within reach. */
function merged(cells: Cluster[], reach: number): Cluster[] {
  cells.sort((a, b) => b.count - a.count);
  const columns = Math.ceil(1 / reach) + 2;
  const grid = new Map<number, Cluster[]>();
  const clusters: Cluster[] = [];
  for (const cell of cells) {
    const column = Math.floor(cell.x / reach);
    const line = Math.floor(cell.y / reach);
    const home = nearest(grid, columns, column, line, cell, reach);
    if (home) {
      join(home, cell);
      continue;
    }
    const key = line * columns + column;
    const here = grid.get(key);
    if (here) here.push(cell);
    else grid.set(key, [cell]);
    clusters.push(cell);
  }
  return clusters;
}

function nearest(grid: Map<number, Cluster[]>, columns: number, column: number, line: number, cell: Cluster, reach: number): Cluster | null {
  let best: Cluster | null = null;
  let distance = reach;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      for (const other of grid.get((line + dy) * columns + column + dx) ?? []) {
        const far = Math.hypot(other.x - cell.x, other.y - cell.y);
        if (far < distance) [best, distance] = [other, far];
      }
    }
  }
  return best;
}

/** The larger cluster stays where it stands, so that what it took in keeps its distance from the others. */
function join(home: Cluster, cell: Cluster): void {
  const one = home.radius > 0 && cell.radius > 0 && Math.abs(home.x - cell.x) < 1e-9 && Math.abs(home.y - cell.y) < 1e-9;
  home.radius = one ? Math.max(home.radius, cell.radius) : 0;
  home.count += cell.count;
  home.least += cell.least;
  home.most += cell.most;
  home.open ||= cell.open;
  for (const member of cell.members) if (home.members.length < NAMED) home.members.push(member);
}

/** An incident without a date. */
const UNDATED = -2_000_000_000;

/** Days since 1970-01-01. */
export function dayNumber(iso: string): number {
  return Math.round(Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) / 86_400_000);
}
