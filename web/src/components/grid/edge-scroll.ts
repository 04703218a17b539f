// Scrolls an element while something is dragged near one of its edges.

/** A position in the window, as pointer events have it. */
export interface Point {
  clientX: number;
  clientY: number;
}

/** The size of the sticky parts at the top and at the left of an element, in pixels. They do not scroll. */
export interface StickySize {
  top: number;
  left: number;
}

/**
 * The distance from an edge at which scrolling begins, in pixels, and the speed at the edge, in pixels per
 * second.
 */
const EDGE = 56;
const MAX_SPEED = 900;

/**
 * The speed at a position between two edges, in pixels per second. Negative scrolls back, 0 does not scroll.
 */
export function edgeSpeed(position: number, begin: number, end: number): number {
  const zone = Math.min(EDGE, (end - begin) / 6);
  if (zone <= 0) return 0;
  const near = Math.max(begin + zone - position, 0) / zone;
  const far = Math.max(position - (end - zone), 0) / zone;
  return MAX_SPEED * (Math.min(far, 1) ** 2 - Math.min(near, 1) ** 2);
}

/** Scrolls for the elapsed time if the point is near an edge. Returns whether it did. */
export function scrollNearEdge(
  element: HTMLElement,
  point: Point,
  sticky: StickySize,
  seconds: number,
): boolean {
  const box = element.getBoundingClientRect();
  const x = edgeSpeed(point.clientX, box.left + sticky.left, box.left + element.clientWidth) * seconds;
  const y = edgeSpeed(point.clientY, box.top + sticky.top, box.top + element.clientHeight) * seconds;
  if (Math.abs(x) < 0.5 && Math.abs(y) < 0.5) return false;
  element.scrollBy(x, y);
  return true;
}
