/**
 * What of the world the map shows. Coordinates of the world run from 0 to 1 from west to east and from north to south in the
 * Mercator projection of web maps (EPSG:3857); at zoom z the world is 256 × 2^z pixels wide.
 */

/** West, south, east, north, in degrees. */
export type Box = [west: number, south: number, east: number, north: number];

const TILE = 256;
/** The latitude at which the projection's square ends. */
const LAST = 85.0511;
/** The circumference of the Earth at the equator, in kilometres (WGS 84). */
const EQUATOR = 40_075.017;
export const DEEPEST = 15;

/** Degrees east to the world's x. */
export function worldX(longitude: number): number {
  return longitude / 360 + 0.5;
}

/** Degrees north to the world's y. */
export function worldY(latitude: number): number {
  const sine = Math.sin((Math.min(Math.max(latitude, -LAST), LAST) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** The world's x to degrees east. */
export function longitude(x: number): number {
  return (x - 0.5) * 360;
}

/** The world's y to degrees north. */
export function latitude(y: number): number {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

/** How many units of the world a kilometre is at a y of it. */
export function perKilometre(y: number): number {
  return Math.cosh((0.5 - y) * 2 * Math.PI) / EQUATOR;
}

/** A centre, a zoom, and the size of the canvas in CSS pixels. */
export class View {
  x = 0.5;
  y = 0.4;
  zoom = 1;
  width = 1;
  height = 1;

  /** Pixels to a unit of the world. */
  get scale(): number {
    return TILE * 2 ** this.zoom;
  }

  /** The shallowest zoom: the world fills the canvas. */
  get shallowest(): number {
    return Math.max(0, Math.log2(Math.max(this.width / TILE, this.height / TILE / 1.6)) - 0.3);
  }

  left(x: number): number {
    return (x - this.x) * this.scale + this.width / 2;
  }

  top(y: number): number {
    return (y - this.y) * this.scale + this.height / 2;
  }

  /** The world's coordinates of a pixel. */
  at(left: number, top: number): [number, number] {
    return [this.x + (left - this.width / 2) / this.scale, this.y + (top - this.height / 2) / this.scale];
  }

  move(dx: number, dy: number): void {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.hold();
  }

  /** Zooms by some levels, leaving the place under a pixel where it is. */
  zoomBy(levels: number, left = this.width / 2, top = this.height / 2): void {
    const [x, y] = this.at(left, top);
    this.zoom = Math.min(Math.max(this.zoom + levels, this.shallowest), DEEPEST);
    const [nowX, nowY] = this.at(left, top);
    this.x += x - nowX;
    this.y += y - nowY;
    this.hold();
  }

  /** Shows a box whole, with a margin. */
  fit(box: Box, deepest = 10): void {
    const [west, north, east, south] = [worldX(box[0]), worldY(box[3]), worldX(box[2]), worldY(box[1])];
    this.x = (west + east) / 2;
    this.y = (north + south) / 2;
    const across = Math.log2((this.width * 0.86) / TILE / Math.max(east - west, 1e-9));
    const down = Math.log2((this.height * 0.82) / TILE / Math.max(south - north, 1e-9));
    this.zoom = Math.min(Math.max(Math.min(across, down), this.shallowest), deepest);
    this.hold();
  }

  /** What is in sight, in degrees. */
  box(): Box {
    const [west, north] = this.at(0, 0);
    const [east, south] = this.at(this.width, this.height);
    return [Math.max(longitude(west), -180), latitude(Math.min(south, 1)), Math.min(longitude(east), 180), latitude(Math.max(north, 0))];
  }

  /** Keeps the centre within the world. */
  private hold(): void {
    this.x = Math.min(Math.max(this.x, 0), 1);
    this.y = Math.min(Math.max(this.y, 0.02), 0.9);
  }
}

/** A box as the address holds it; four decimals are about ten metres. */
export function written(box: Box): string {
  return box.map((degrees) => degrees.toFixed(4).replace(/\.?0+$/, "")).join(",");
}

/** A box out of the address, or null where it is none. */
export function readBox(text: string | null | undefined): Box | null {
  const numbers = (text ?? "").split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? (numbers as Box) : null;
}
