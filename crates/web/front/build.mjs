// Builds ../static from the sources of this folder. `--check` builds in memory and says where ../static differs.
// Each built file begins with a digest of the sources, by which the Rust tests tell without npm that it is not older than they are.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const STATIC = fileURLToPath(new URL("../static/", import.meta.url));
const SOURCES = ["css", "js", "build.mjs", "package-lock.json"];

const digest = digestOf(SOURCES.flatMap(files).sort());
const banner = `/*! Cenotaph. Apache-2.0 OR MIT. Sources: front, sha256 ${digest} */`;
const shared = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  write: false,
  outdir: STATIC,
  target: ["chrome123", "firefox121", "safari17.5"],
  format: "esm",
  legalComments: "inline",
  logLevel: "warning",
};
const results = await Promise.all([
  build({ ...shared, entryPoints: { cenotaph: "js/cenotaph.ts", map: "js/map/map.ts", timeline: "js/timeline.ts" }, banner: { js: banner } }),
  build({ ...shared, entryPoints: ["css/cenotaph.css"], banner: { css: banner } }),
]);
const built = new Map(results.flatMap((result) => result.outputFiles.map((file) => [file.path, Buffer.from(file.contents)])));
built.set(join(STATIC, "uplot.LICENCE.txt"), readFileSync(join(HERE, "node_modules/uplot/LICENSE")));

let stale = 0;
for (const [path, content] of built) {
  const name = relative(STATIC, path);
  if (!process.argv.includes("--check")) {
    writeFileSync(path, content);
    console.log(`${name}: ${content.length} bytes`);
  } else if (!existsSync(path) || !readFileSync(path).equals(content)) {
    console.error(`static/${name} is not what the sources give; run: npm run build`);
    stale += 1;
  }
}
process.exit(stale ? 1 : 0);

/** The files of a folder, by their path from here with forward slashes. */
function files(name) {
  const path = join(HERE, name);
  if (name.includes(".")) return [name];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(HERE, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/** SHA-256 over path, a zero byte, content, a zero byte, of each file in turn. */
function digestOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update("\0").update(readFileSync(join(HERE, path))).update("\0");
  return hash.digest("hex");
}
