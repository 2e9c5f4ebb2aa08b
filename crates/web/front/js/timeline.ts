/**
 * The timeline of incidents. Enters: the element `#timeline` with the address of its bins in `data-src`. Leaves: `cenotaph:brush` while
 * a person drags over days, `cenotaph:choose` with `from` and `to` once they let go. It always shows the whole time, so that a span
 * chosen can be widened.
 */
import uPlot from "uplot";
import { make } from "./dom";
import { type Fields, without } from "./filter";
import { day, range, text } from "./messages";
import { coloursOf } from "./map/colours";

/** The first day of a bin, its incidents, killed at least and at most, and how many have no upper bound. */
type Bin = [first: string, incidents: number, least: number, most: number | null, open?: number];
type Bins = { by: "day" | "month"; bins: Bin[] };

const DAY = 86_400;

/** Starts the timeline in its element. */
export function start(place: HTMLElement): void {
  new Timeline(place);
}

class Timeline {
  private readonly place: HTMLElement;
  private readonly plot = make("div", { class: "plot", tabindex: "0", role: "application" });
  private readonly said = make("span", { role: "status" });
  private readonly clear = make("button", { type: "button" }, text("js-timeline-clear"));
  private data: Bins = { by: "day", bins: [] };
  private chart: uPlot | null = null;
  private days: [string | null, string | null] = [null, null];
  private source = "";
  private at = -1;
  private anchor = -1;

  constructor(place: HTMLElement) {
    this.place = place;
    this.plot.ariaLabel = `${place.ariaLabel ?? ""} ${text("js-timeline-help")}`.trim();
    const key = make("span", {}, make("span", { class: "timeline-key" }, `${text("js-killed")}, ${text("js-timeline-least")}`), make("span", { class: "timeline-key most" }, text("js-timeline-most")));
    place.replaceChildren(make("div", { class: "timeline-head" }, key, this.said, this.clear), this.plot);
    this.clear.addEventListener("click", () => this.choose("", ""));
    this.plot.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.size()).observe(place);
    document.addEventListener("cenotaph:view", (event) => this.follow((event as CustomEvent<Fields>).detail));
    document.addEventListener("cenotaph:theme", () => this.show());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    place.addEventListener("cenotaph:source", () => void this.load());
    this.follow(Object.fromEntries(new URLSearchParams(location.search)));
    void this.load();
  }

  private async load(): Promise<void> {
    const source = without(this.place.dataset["src"] ?? "", ["from", "to"]);
    if (source === this.source) return;
    this.source = source;
    try {
      const data = (await (await fetch(source)).json()) as Bins;
      if (source !== this.source) return;
      this.data = data;
      this.at = this.anchor = -1;
      this.show();
    } catch {
      this.source = "";
      this.said.textContent = text("js-failed");
    }
  }

  private follow(fields: Fields): void {
    this.days = [fields["from"] || null, fields["to"] || null];
    this.clear.hidden = !this.days[0] && !this.days[1];
    this.mark();
  }

  /** Draws the chart anew: data, size or colours changed. */
  private show(): void {
    this.chart?.destroy();
    const { bins } = this.data;
    const colours = coloursOf(this.place);
    const x = bins.map(([first]) => seconds(first));
    const least = bins.map((bin) => bin[2]);
    const most = bins.map((bin) => bin[3] ?? bin[2]);
    const bars = uPlot.paths.bars?.({ size: [0.9, 18, 1], align: 1 });
    const faint = colours.mark.replace(/^rgb\((.*)\)$/, "rgba($1, 0.35)");
    const axis = { stroke: colours.soft, font: "11px system-ui, sans-serif", grid: { stroke: colours.border, width: 0.5 }, ticks: { show: false } };
    const series = { stroke: "transparent", width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) };
    this.chart = new uPlot(
      {
        ...this.room(),
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
        scales: { x: { time: true, range: () => this.span() }, y: { range: (_, __, top) => [0, Math.max(top, 1) * 1.08] } },
        series: [{}, { ...series, fill: faint }, { ...series, fill: colours.mark }],
        axes: [
          { ...axis, size: 24, gap: 2, space: 84, values: (_, stamps, __, ___, step) => stamps.map((stamp) => tick(stamp, step)) },
          { ...axis, size: 48, gap: 4, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000] },
        ],
        legend: { show: false },
        cursor: { drag: { x: true, y: false, setScale: false }, y: false, points: { show: false } },
        hooks: {
          // The chart is laid out after this call, and after each change of its size: only then is there a place for the days in force.
          ready: [() => this.mark()],
          setSize: [() => queueMicrotask(() => this.mark())],
          setCursor: [(chart) => this.pointed(chart)],
          setSelect: [(chart) => this.selected(chart)],
        },
      },
      [x, most, least],
      this.plot,
    );
  }

  private room(): { width: number; height: number } {
    return { width: Math.max(this.plot.clientWidth, 50), height: Math.max(this.place.clientHeight - 40, 60) };
  }

  private size(): void {
    this.chart?.setSize(this.room());
  }

  /** The whole time, from the first bin to the end of the last, with room for the last bar where bins are few and bars broad. */
  private span(): [number, number] {
    const { bins } = this.data;
    const first = bins[0]?.[0];
    const last = bins[bins.length - 1]?.[0];
    if (!first || !last) return [0, DAY];
    const [start, stop] = [seconds(first), seconds(this.end(last)) + DAY];
    return [start, Math.max(stop, seconds(last) + (stop - start) * 0.025)];
  }

  /** The last day of the bin that starts on a day. */
  private end(first: string): string {
    if (this.data.by === "day") return first;
    const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
    return iso(Date.UTC(year, month, 0) / 1000);
  }

  /** Shows the days in force over the chart. */
  private mark(): void {
    const chart = this.chart;
    if (!chart) return;
    const [from, to] = this.days;
    if (!from && !to) return chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    const [first, last] = this.span();
    const edge = (stamp: number) => chart.valToPos(Math.min(Math.max(stamp, first), last), "x");
    const left = edge(from ? seconds(from) : first);
    const right = edge(to ? seconds(to) + DAY : last);
    chart.setSelect({ left, width: Math.max(right - left, 1), top: 0, height: chart.over.clientHeight }, false);
  }

  private pointed(chart: uPlot): void {
    const bin = this.data.bins[chart.cursor.idx ?? -1];
    this.said.textContent = bin ? this.say(bin) : "";
    const dragging = (chart.cursor.drag as { _x?: boolean })._x && chart.select.width > 0;
    if (dragging) this.brush(...this.bounds(chart));
  }

  private selected(chart: uPlot): void {
    if (chart.select.width < 1) return this.days[0] || this.days[1] ? this.mark() : undefined;
    this.choose(...this.bounds(chart));
  }

  /** The days under the selection, widened to whole bins. */
  private bounds(chart: uPlot): [string, string] {
    const { left, width } = chart.select;
    const [start, stop] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
    const whole = (stamp: number) => (this.data.by === "day" ? iso(stamp) : `${iso(stamp).slice(0, 7)}-01`);
    return [whole(start), this.end(whole(Math.max(stop - 1, start)))];
  }

  private brush(from: string, to: string): void {
    document.dispatchEvent(new CustomEvent<Fields>("cenotaph:brush", { detail: { from, to } }));
  }

  private choose(from: string, to: string): void {
    document.dispatchEvent(new CustomEvent<Fields>("cenotaph:choose", { detail: { from, to } }));
  }

  private key(event: KeyboardEvent): void {
    const { bins } = this.data;
    if (event.ctrlKey || event.metaKey || event.altKey || bins.length === 0) return;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12, Home: -bins.length, End: bins.length };
    const step = steps[event.key];
    if (step !== undefined) {
      this.at = Math.min(Math.max(this.at + step, 0), bins.length - 1);
      if (!event.shiftKey || this.anchor < 0) this.anchor = this.at;
      const [first, last] = this.keyed();
      this.said.textContent = this.anchor === this.at ? this.say(bins[this.at] as Bin) : `${day(first)} – ${day(last)}`;
      this.chart?.setCursor({ left: this.chart.valToPos(seconds((bins[this.at] as Bin)[0]), "x"), top: 0 }, false);
      if (event.shiftKey) {
        this.days = [first, last];
        this.mark();
        this.brush(first, last);
      }
    } else if (event.key === "Enter" && this.at >= 0) this.choose(...this.keyed());
    else if (event.key === "Escape") this.choose("", "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The days from the bin where Shift was first held to the one the keys are at. */
  private keyed(): [string, string] {
    const [a, b] = [Math.min(this.anchor, this.at), Math.max(this.anchor, this.at)];
    return [this.data.bins[a]?.[0] ?? "", this.end(this.data.bins[b]?.[0] ?? "")];
  }

  private say([first, incidents, least, most, open]: Bin): string {
    const when = this.data.by === "day" ? day(first) : day(first, { month: "long", year: "numeric" });
    return `${when}: ${range(incidents, incidents, false)} ${text("js-map-incidents")}, ${text("js-killed")} ${range(least, most ?? least, (open ?? 0) > 0)}`;
  }
}

/** A tick of the axis: the year alone where years are told apart, else as much of the date as tells ticks apart. */
function tick(stamp: number, step: number): string {
  const days = step / DAY;
  if (days > 300) return iso(stamp).slice(0, 4);
  return day(iso(stamp), days > 27 ? { month: "short", year: "numeric" } : { day: "numeric", month: "short", ...(days > 10 ? { year: "2-digit" } : {}) });
}

function seconds(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / 1000;
}

function iso(stamp: number): string {
  return new Date(stamp * 1000).toISOString().slice(0, 10);
}
