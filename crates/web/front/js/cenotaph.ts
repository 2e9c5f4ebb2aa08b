/** What the pages load: each part starts where the page has what it works on, and nowhere else. */
import { add } from "./add";
import { filter } from "./filter";
import { find } from "./dom";
import { help } from "./keys";
import { link } from "./fields";
import { list } from "./queue";
import { preferences } from "./preferences";
import { presence } from "./presence";
import { review } from "./review";

preferences();
filter();
link();
review();
list();
presence();
add();
help();

// The map and the timeline are of use on few pages, and are loaded there.
for (const name of ["map", "timeline"]) {
  const place = find(`#${name}`);
  if (place) {
    const address = new URL(`${name}.js`, import.meta.url).href;
    const module = (await import(address)) as { start(place: HTMLElement): void };
    module.start(place);
  }
}
