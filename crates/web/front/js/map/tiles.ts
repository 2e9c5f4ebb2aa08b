/** A tile server's pictures beneath the incidents, where the team configured one. Without it nothing is asked of anybody. */
import type { View } from "./view";

const TILE = 256;
/** Pictures kept, the most recently used. */
const KEPT = 256;

/** Tiles by address; asks for those in sight and draws those that came. */
export class Tiles {
  private readonly pictures = new Map<string, HTMLImageElement>();

  constructor(
    private readonly template: string,
    private readonly came: () => void,
  ) {}

  draw(ink: CanvasRenderingContext2D, view: View): void {
    const zoom = Math.max(0, Math.round(view.zoom));
    const count = 2 ** zoom;
    const size = view.scale / count;
    const [west, north] = view.at(0, 0);
    const [east, south] = view.at(view.width, view.height);
    const within = (n: number) => Math.min(Math.max(Math.floor(n * count), 0), count - 1);
    for (let y = within(north); y <= within(south); y++) {
      for (let x = within(west); x <= within(east); x++) {
        const picture = this.picture(zoom, x, y);
        if (picture.complete && picture.naturalWidth > 0) ink.drawImage(picture, view.left(x / count), view.top(y / count), size + 0.5, size + 0.5);
      }
    }
  }

  private picture(zoom: number, x: number, y: number): HTMLImageElement {
    const src = this.template.replace("{z}", String(zoom)).replace("{x}", String(x)).replace("{y}", String(y));
    const known = this.pictures.get(src);
    const picture = known ?? new Image(TILE, TILE);
    // Set anew, it becomes the last that would be dropped.
    this.pictures.delete(src);
    this.pictures.set(src, picture);
    if (!known) {
      picture.referrerPolicy = "no-referrer";
      picture.onload = this.came;
      picture.src = src;
      const oldest = this.pictures.keys().next().value;
      if (this.pictures.size > KEPT && oldest !== undefined) this.pictures.delete(oldest);
    }
    return picture;
  }
}
