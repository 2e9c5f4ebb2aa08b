/** What pointers, the wheel and keys do to the map: it tells the map, and draws nothing itself. */
import type { View } from "./view";

/** Pixels that a press may stray and still be a press. */
const STRAY = 4;
/** Pixels that an arrow key moves the map. */
const STRIDE = 80;

/** What the map does when told. Places are pixels of the canvas. */
export interface Told {
  moved(): void;
  pressed(left: number, top: number): void;
  pointed(left: number, top: number): void;
  selecting(from: [number, number], to: [number, number]): void;
  selected(from: [number, number], to: [number, number]): void;
  chosen(): void;
  escaped(): void;
}

/** Listens to a canvas. `area` says whether a drag selects an area rather than moving the map. */
export function listen(canvas: HTMLCanvasElement, view: View, area: () => boolean, told: Told): void {
  const pointers = new Map<number, [number, number]>();
  let from: [number, number] | null = null;
  let strayed = false;
  let selecting = false;
  const place = (event: PointerEvent | WheelEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const at = place(event);
    pointers.set(event.pointerId, at);
    if (pointers.size > 1) return;
    from = at;
    strayed = false;
    selecting = event.shiftKey || area();
  });
  canvas.addEventListener("pointermove", (event) => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (!before || !from) return told.pointed(...at);
    if (Math.hypot(at[0] - from[0], at[1] - from[1]) > STRAY) strayed = true;
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? at;
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
      const is = Math.hypot(at[0] - other[0], at[1] - other[1]);
      if (was > 0 && is > 0) view.zoomBy(Math.log2(is / was), (at[0] + other[0]) / 2, (at[1] + other[1]) / 2);
      view.move((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
      told.moved();
    } else if (selecting) {
      if (strayed) told.selecting(from, at);
    } else if (strayed) {
      view.move(at[0] - before[0], at[1] - before[1]);
      told.moved();
    }
    pointers.set(event.pointerId, at);
  });
  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || !from) return;
    const at = place(event);
    if (pointers.size > 0) return;
    if (event.type === "pointercancel") told.escaped();
    else if (!strayed) told.pressed(...at);
    else if (selecting) told.selected(from, at);
    from = null;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("dblclick", (event) => {
    const box = canvas.getBoundingClientRect();
    view.zoomBy(1, event.clientX - box.left, event.clientY - box.top);
    told.moved();
  });
  // The wheel scrolls the page, unless the map has been taken up (it has the focus) or Ctrl is held, as a pinch on a touchpad does.
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && document.activeElement !== canvas) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      view.zoomBy((-event.deltaY * lines) / (event.ctrlKey ? 100 : 300), ...place(event));
      told.moved();
    },
    { passive: false },
  );
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const strides: Record<string, [number, number]> = { ArrowLeft: [STRIDE, 0], ArrowRight: [-STRIDE, 0], ArrowUp: [0, STRIDE], ArrowDown: [0, -STRIDE] };
    const stride = strides[event.key];
    if (stride) view.move(...stride);
    else if (event.key === "+" || event.key === "=") view.zoomBy(1);
    else if (event.key === "-") view.zoomBy(-1);
    else if (event.key === "Enter") return told.chosen();
    else if (event.key === "Escape") return told.escaped();
    else return;
    event.preventDefault();
    event.stopPropagation();
    told.moved();
  });
}
