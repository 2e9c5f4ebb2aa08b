/** Draws incidents: clusters as discs with their number, single ones as wide as the precision of their place. */
import type { Cluster } from "./points";
import type { Colours } from "./colours";
import type { View } from "./view";
import { language } from "../messages";

/** A place whose circle is smaller than this is drawn as a dot of this radius, in pixels. */
const DOT = 4;

/** Draws the clusters; the one pointed at stands out. */
export function drawClusters(ink: CanvasRenderingContext2D, clusters: Cluster[], view: View, colours: Colours, over: Cluster | null): void {
  const write = new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 1 }).format;
  for (const cluster of clusters) circle(ink, cluster, view, colours);
  // The smallest last, so that a large disc hides no small one.
  for (const cluster of clusters) {
    const [left, top] = [view.left(cluster.x), view.top(cluster.y)];
    const size = sizeOf(cluster);
    if (left < -size || top < -size || left > view.width + size || top > view.height + size) continue;
    ink.beginPath();
    ink.arc(left, top, size, 0, 7);
    ink.fillStyle = colours.mark;
    ink.globalAlpha = cluster.count > 1 ? 0.88 : 0.95;
    ink.fill();
    ink.globalAlpha = 1;
    ink.lineWidth = cluster === over ? 3 : 1.25;
    ink.strokeStyle = cluster === over ? colours.ink : colours.card;
    ink.stroke();
    if (cluster.count > 1) {
      ink.fillStyle = colours.onMark;
      ink.font = "600 11px system-ui, sans-serif";
      ink.textAlign = "center";
      ink.textBaseline = "middle";
      ink.fillText(write(cluster.count), left, top + 0.5);
    }
  }
}

/** How far the place may be from where it is drawn, where that can be seen. */
function circle(ink: CanvasRenderingContext2D, cluster: Cluster, view: View, colours: Colours): void {
  const radius = cluster.radius * view.scale;
  if (radius < DOT * 1.5) return;
  const [left, top] = [view.left(cluster.x), view.top(cluster.y)];
  if (left + radius < 0 || top + radius < 0 || left - radius > view.width || top - radius > view.height) return;
  ink.beginPath();
  ink.arc(left, top, radius, 0, 7);
  ink.fillStyle = colours.mark;
  ink.globalAlpha = 0.07;
  ink.fill();
  ink.globalAlpha = 0.75;
  ink.lineWidth = 1;
  ink.strokeStyle = colours.mark;
  ink.setLineDash([3, 3]);
  ink.stroke();
  ink.setLineDash([]);
  ink.globalAlpha = 1;
}

/** The radius of a cluster's disc, in pixels: its area grows with the number, its extremes are held in bounds. */
export function sizeOf(cluster: Cluster): number {
  return cluster.count === 1 ? DOT : Math.min(9 + 1.5 * Math.sqrt(cluster.count), 24);
}

/** The cluster under a pixel, the uppermost first. */
export function hit(clusters: Cluster[], view: View, left: number, top: number): Cluster | null {
  for (let i = clusters.length - 1; i >= 0; i--) {
    const cluster = clusters[i] as Cluster;
    if (Math.hypot(view.left(cluster.x) - left, view.top(cluster.y) - top) <= sizeOf(cluster) + 3) return cluster;
  }
  return null;
}
