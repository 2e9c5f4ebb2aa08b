/**
 * The map of incidents. Enters: the element `#map` with the address of its points in `data-src`. Leaves: `cenotaph:choose` with the box
 * that a person chose. It filters by box and days itself, in the frame in which it is told (`cenotaph:view`, `cenotaph:brush`).
 */
import { find, make } from "../dom";
import { day, range, text } from "../messages";
import { type Fields, without } from "../filter";
import { type Colours, coloursOf } from "./colours";
import { drawClusters, hit } from "./draw";
import { type Told, listen } from "./gestures";
import { type Land, drawLand, readLand } from "./land";
import { drawNames, readNames } from "./names";
import { type Cluster, Points, type Row } from "./points";
import { Tiles } from "./tiles";
import { type Box, View, latitude, longitude, readBox, worldX, worldY, written } from "./view";

/** The zoom from which the finer coasts and borders are drawn, and fetched. */
const FINE = 4.5;
/** What the map filters by itself. */
const OWN = ["bbox", "from", "to"];

/** Starts the map in its element. */
export function start(place: HTMLElement): void {
  new IncidentMap(place);
}

class IncidentMap implements Told {
  private readonly view = new View();
  private readonly place: HTMLElement;
  private readonly canvas = make("canvas", { tabindex: "0", role: "application" });
  private readonly beneath = document.createElement("canvas");
  private readonly tip = make("div", { class: "map-tip" });
  private readonly state = make("div", { class: "map-state", role: "status" }, text("js-loading"));
  private readonly clear = make("button", { type: "button" }, text("js-map-clear"));
  private readonly selector = make("button", { type: "button", "aria-pressed": "false" });
  private readonly tiles: Tiles | null;
  private colours: Colours;
  private land: { coarse?: Land; fine?: Land; fetching?: boolean } = {};
  private names: ReturnType<typeof readNames> = [];
  private points = new Points([]);
  private clusters: Cluster[] = [];
  private over: Cluster | null = null;
  private box: Box | null = null;
  private days: [string | null, string | null] = [null, null];
  private rubber: [number, number, number, number] | null = null;
  private unplaced = 0;
  private source = "";
  private fitted = false;
  private due = { base: true, clusters: true, frame: 0 };

  constructor(place: HTMLElement) {
    this.place = place;
    this.colours = coloursOf(place);
    this.canvas.ariaLabel = `${place.ariaLabel ?? ""} ${text("js-map-help")}`.trim();
    const template = place.dataset["tiles"];
    this.tiles = template ? new Tiles(template, () => this.ask({ base: true })) : null;
    place.replaceChildren(this.canvas, this.state, this.credit(), this.buttons(), this.tip);
    this.tip.hidden = true;
    listen(this.canvas, this.view, () => this.selector.ariaPressed === "true", this);
    this.canvas.addEventListener("pointerleave", () => this.pointed(-99, -99));

    new ResizeObserver(() => this.size()).observe(place);
    this.size();
    document.addEventListener("cenotaph:view", (event) => this.follow((event as CustomEvent<Fields>).detail));
    document.addEventListener("cenotaph:brush", (event) => this.follow({ bbox: this.box ? written(this.box) : "", ...(event as CustomEvent<Fields>).detail }));
    document.addEventListener("cenotaph:theme", () => this.recolour());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    place.addEventListener("cenotaph:source", () => void this.load());
    this.follow(Object.fromEntries(new URLSearchParams(location.search)));
    void this.load();
    void this.fetchLand();
  }

  /** Gets the incidents, unless the same are there. */
  private async load(): Promise<void> {
    const source = without(this.place.dataset["src"] ?? "", OWN);
    if (source === this.source) return;
    this.source = source;
    this.state.textContent = text("js-loading");
    try {
      const answer = (await (await fetch(source)).json()) as { points: Row[]; unplaced?: number };
      if (source !== this.source) return;
      this.points = new Points(answer.points);
      this.unplaced = answer.unplaced ?? 0;
      this.filter();
      if (!this.fitted) this.fit();
    } catch {
      this.source = "";
      this.state.textContent = text("js-failed");
    }
  }

  private async fetchLand(): Promise<void> {
    const get = async (name: string) => await fetch(`/static/${name}`);
    this.land.coarse = readLand(await (await get("land-coarse.bin")).arrayBuffer());
    this.ask({ base: true });
    this.names = readNames((await (await get("labels.json")).json()) as Parameters<typeof readNames>[0]);
    this.ask({ base: true });
  }

  private async fetchFine(): Promise<void> {
    if (this.land.fetching) return;
    this.land.fetching = true;
    this.land.fine = readLand(await (await fetch("/static/land-fine.bin")).arrayBuffer());
    this.ask({ base: true });
  }

  /** Takes up the fields of the filter that concern the map. */
  private follow(fields: Fields): void {
    this.box = readBox(fields["bbox"]);
    this.days = [fields["from"] || null, fields["to"] || null];
    this.clear.hidden = !this.box;
    this.filter();
  }

  private filter(): void {
    this.points.filter(this.box, ...this.days);
    const unplaced = this.unplaced ? ` · ${range(this.unplaced, this.unplaced, false)} ${text("js-map-unplaced")}` : "";
    this.state.textContent = `${range(this.points.left, this.points.left, false)} ${text("js-map-incidents")}${unplaced}`;
    this.ask({ clusters: true });
  }

  /** Shows the area chosen, or else everything. */
  private fit(): void {
    const box = this.box ?? this.points.box();
    if (!box) return;
    this.fitted = true;
    this.view.fit(box, this.box ? 14 : 9);
    this.moved();
  }

  private size(): void {
    const { clientWidth, clientHeight } = this.place;
    if (!clientWidth || !clientHeight) return;
    this.view.width = clientWidth;
    this.view.height = clientHeight;
    for (const canvas of [this.canvas, this.beneath]) {
      canvas.width = Math.round(clientWidth * devicePixelRatio);
      canvas.height = Math.round(clientHeight * devicePixelRatio);
    }
    this.view.zoomBy(0);
    if (this.fitted) this.moved();
    else this.ask({ base: true, clusters: true });
  }

  private recolour(): void {
    this.colours = coloursOf(this.place);
    this.ask({ base: true });
  }

  /** Draws in the next frame, however often it is asked for. */
  private ask(due: { base?: boolean; clusters?: boolean } = {}): void {
    this.due.base ||= due.base ?? false;
    this.due.clusters ||= due.clusters ?? false;
    this.due.frame ||= requestAnimationFrame(() => {
      this.due.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const ink = this.canvas.getContext("2d");
    if (!ink) return;
    if (this.due.base) this.drawBase();
    if (this.due.clusters) this.clusters = this.points.clusters(this.view);
    this.due.base = this.due.clusters = false;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.drawImage(this.beneath, 0, 0);
    ink.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.drawBox(ink);
    drawClusters(ink, this.clusters, this.view, this.colours, this.over);
  }

  /** The land and the names are drawn on a canvas of their own, which pointing at incidents leaves as it is. */
  private drawBase(): void {
    const ink = this.beneath.getContext("2d");
    if (!ink) return;
    ink.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    ink.fillStyle = this.colours.sea;
    ink.fillRect(0, 0, this.view.width, this.view.height);
    const fine = this.view.zoom >= FINE;
    if (fine) void this.fetchFine();
    const land = (fine && this.land.fine) || this.land.coarse;
    if (land) drawLand(ink, land, this.view, this.colours);
    // The own land stays beneath, for where the tile server has no picture or does not answer.
    if (this.tiles) return this.tiles.draw(ink, this.view);
    drawNames(ink, this.names, this.view, this.colours);
  }

  private drawBox(ink: CanvasRenderingContext2D): void {
    const { view, box } = this;
    const [x0, y0, x1, y1] = this.rubber ?? (box ? [view.left(worldX(box[0])), view.top(worldY(box[3])), view.left(worldX(box[2])), view.top(worldY(box[1]))] : [0, 0, 0, 0]);
    if (!this.rubber && !box) return;
    ink.strokeStyle = this.colours.accent;
    ink.lineWidth = 2;
    ink.strokeRect(x0, y0, x1 - x0, y1 - y0);
    ink.globalAlpha = 0.08;
    ink.fillStyle = this.colours.accent;
    ink.fillRect(x0, y0, x1 - x0, y1 - y0);
    ink.globalAlpha = 1;
  }

  moved(): void {
    this.hideTip();
    this.ask({ base: true, clusters: true });
  }

  pointed(left: number, top: number): void {
    if (this.tip.classList.contains("kept")) return;
    const over = hit(this.clusters, this.view, left, top);
    this.place.classList.toggle("over", over !== null);
    if (over === this.over) return;
    this.over = over;
    if (over) this.tell(over, false);
    else this.tip.hidden = true;
    this.ask();
  }

  pressed(left: number, top: number): void {
    this.hideTip();
    const cluster = hit(this.clusters, this.view, left, top);
    if (!cluster) return;
    const apart = cluster.members.some((row) => Math.hypot((this.points.x[row] ?? 0) - cluster.x, (this.points.y[row] ?? 0) - cluster.y) * this.view.scale > 0.4);
    if (cluster.count > 1 && apart && this.view.zoom < 14) {
      this.view.zoomBy(2, left, top);
      this.moved();
    } else {
      this.over = cluster;
      this.tell(cluster, true);
      find("a", this.tip)?.focus();
    }
  }

  selecting(from: [number, number], to: [number, number]): void {
    this.rubber = [...from, ...to];
    this.ask();
  }

  selected(from: [number, number], to: [number, number]): void {
    this.rubber = null;
    this.selector.ariaPressed = "false";
    this.place.classList.remove("selecting");
    const [west, north] = this.view.at(Math.min(from[0], to[0]), Math.min(from[1], to[1]));
    const [east, south] = this.view.at(Math.max(from[0], to[0]), Math.max(from[1], to[1]));
    this.choose([longitude(west), latitude(south), longitude(east), latitude(north)]);
  }

  chosen(): void {
    this.choose(this.view.box());
  }

  escaped(): void {
    this.rubber = null;
    if (!this.tip.hidden) this.hideTip();
    else if (this.box) this.choose(null);
    this.ask();
  }

  private choose(box: Box | null): void {
    document.dispatchEvent(new CustomEvent<Fields>("cenotaph:choose", { detail: { bbox: box ? written(box) : "" } }));
  }

  private hideTip(): void {
    if (this.tip.contains(document.activeElement)) this.canvas.focus();
    this.tip.hidden = true;
    this.tip.classList.remove("kept");
    this.over = null;
  }

  /** Says what stands at a place; kept open, with a link to each incident, where it was pressed. */
  private tell(cluster: Cluster, kept: boolean): void {
    const killed = `${text("js-killed")} ${range(cluster.least, cluster.most, cluster.open)}`;
    this.tip.replaceChildren(make("p", {}, cluster.count > 1 ? `${range(cluster.count, cluster.count, false)} ${text("js-map-incidents")} · ${killed}` : this.say(cluster.members[0] ?? 0)));
    if (kept) {
      const items = cluster.members.map((row) => make("li", {}, make("a", { href: `/incident/${encodeURIComponent(this.points.rows[row]?.[6] ?? "")}` }, this.say(row))));
      this.tip.replaceChildren(...(cluster.count > 1 ? [...this.tip.childNodes] : []), make("ul", {}, ...items));
      if (cluster.count > cluster.members.length) this.tip.append("…");
    }
    this.tip.classList.toggle("kept", kept);
    this.tip.hidden = false;
    const left = Math.min(Math.max(this.view.left(cluster.x) + 12, 4), this.view.width - this.tip.offsetWidth - 4);
    const top = Math.min(Math.max(this.view.top(cluster.y) + 12, 4), this.view.height - this.tip.offsetHeight - 4);
    this.tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  private say(row: number): string {
    const [, , , least, most, , id, from] = this.points.rows[row] as Row;
    const killed = least === null && most === null ? text("js-map-unknown") : range(least ?? 0, most ?? least ?? 0, most === null);
    return `${from ? day(from) : id} · ${text("js-killed")} ${killed}`;
  }

  private buttons(): HTMLElement {
    const named = (button: HTMLElement, words: string, drawing: string, act: () => void) => {
      button.className = "sign";
      button.ariaLabel = button.title = words;
      button.replaceChildren(icon(drawing));
      button.addEventListener("click", act);
      return button;
    };
    const sign = (words: string, drawing: string, act: () => void) => named(make("button", { type: "button" }), words, drawing, act);
    const zoom = (levels: number) => () => {
      this.view.zoomBy(levels);
      this.moved();
    };
    const everything = () => {
      const box = this.points.box();
      if (box) this.view.fit(box, 9);
      this.moved();
    };
    const select = () => {
      const on = this.selector.ariaPressed !== "true";
      this.selector.ariaPressed = String(on);
      this.place.classList.toggle("selecting", on);
    };
    this.clear.addEventListener("click", () => this.choose(null));
    return make(
      "div",
      { class: "map-buttons" },
      sign(text("js-map-zoom-in"), "M3 8h10M8 3v10", zoom(1)),
      sign(text("js-map-zoom-out"), "M3 8h10", zoom(-1)),
      sign(text("js-map-all"), "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", everything),
      named(this.selector, text("js-map-select"), "M2 3h3M7 3h2M11 3h3M2 13h3M7 13h2M11 13h3M2.5 5.5v2M2.5 9v2M13.5 5.5v2M13.5 9v2", select),
      this.clear,
    );
  }

  private credit(): HTMLElement {
    return make("div", { class: "map-credit" }, this.place.dataset["tilesCredit"] ?? text("js-map-credit"));
  }
}

/** A drawing of strokes on a field of sixteen by sixteen. */
function icon(strokes: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", strokes);
  drawing.append(path);
  return drawing;
}
