// Taps and drags on a grid, by mouse and by touch. Dragging renders nothing by itself; the callbacks decide
// what changes.
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Point, type StickySize, scrollNearEdge } from "./edge-scroll";

/** The distance in pixels at which a press becomes a drag. */
const DRAG_DISTANCE = 4;
/** In milliseconds. */
const LONG_PRESS = 350;

export interface PointerDragOptions<Target> {
  /** What was pressed. Null ignores the press. */
  targetOf: (event: PointerEvent<HTMLElement>) => Target | null;
  /** Whether a press on the target can become a drag. Always by default. */
  canDrag?: (target: Target) => boolean;
  /** Whether a finger drags after a long press. By default a finger only taps and scrolls. */
  touch?: boolean;
  /** The element that scrolls while the pointer is dragged near its edges. */
  scroll?: { element: RefObject<HTMLElement | null>; sticky: StickySize };
  onStart?: (target: Target, point: Point) => void;
  /** The pointer has moved, or the grid has scrolled under it. */
  onMove: (target: Target, point: Point) => void;
  onDrop?: (target: Target) => void;
  onTap: (target: Target) => void;
  /** A finger was lifted after a long press without moving. A tap by default. */
  onLongPress?: (target: Target) => void;
  /** The press has ended, before `onDrop`, `onTap` and `onLongPress`. Called for a canceled press too. */
  onEnd?: (target: Target) => void;
  onContextMenu?: (event: MouseEvent<HTMLElement>) => void;
}

/** The pointer events for the element that contains the targets. Escape cancels a drag. */
export function usePointerDrag<Target>(options: PointerDragOptions<Target>) {
  const latest = useRef(options);
  latest.current = options;
  const [drag] = useState(() => new PointerDrag<Target>(() => latest.current));
  useEffect(() => {
    window.addEventListener("keydown", drag.onWindowKeyDown, true);
    return () => {
      window.removeEventListener("keydown", drag.onWindowKeyDown, true);
      drag.end();
    };
  }, [drag]);
  return drag.handlers;
}

interface Press<Target> {
  target: Target;
  pointerId: number;
  isTouch: boolean;
  /** The element with the handlers. */
  container: HTMLElement;
  /** The element under the pointer when the press began. */
  pressed: EventTarget;
  start: Point;
  last: Point;
  isDragging: boolean;
  hasMoved: boolean;
  timer: number;
  animationFrame: number;
}

class PointerDrag<Target> {
  private press: Press<Target> | null = null;

  constructor(private readonly options: () => PointerDragOptions<Target>) {}

  readonly handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => this.onPointerDown(event),
    onPointerMove: (event: PointerEvent<HTMLElement>) => this.onPointerMove(event),
    onPointerUp: (event: PointerEvent<HTMLElement>) => this.onPointerUp(event),
    onPointerCancel: () => this.end(),
    onContextMenu: (event: MouseEvent<HTMLElement>) => this.onContextMenu(event),
  };

  readonly onWindowKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !this.press) return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  };

  end(): void {
    const { press } = this;
    if (!press) return;
    window.clearTimeout(press.timer);
    window.cancelAnimationFrame(press.animationFrame);
    press.pressed.removeEventListener("touchmove", this.preventScroll);
    this.press = null;
    this.options().onEnd?.(press.target);
  }

  private onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || this.press) return;
    const { targetOf, touch } = this.options();
    const target = targetOf(event);
    if (target === null) return;
    const isTouch = event.pointerType === "touch";
    const press: Press<Target> = {
      target,
      pointerId: event.pointerId,
      isTouch,
      container: event.currentTarget,
      pressed: event.target,
      start: pointOf(event),
      last: pointOf(event),
      isDragging: false,
      hasMoved: false,
      timer: 0,
      animationFrame: 0,
    };
    this.press = press;
    if (!isTouch || !touch) return;
    // Touch events go to the element where the touch began, even after it has been removed from the document.
    press.pressed.addEventListener("touchmove", this.preventScroll, { passive: false });
    if (this.canDrag(press)) press.timer = window.setTimeout(() => this.start(press), LONG_PRESS);
  }

  private onPointerMove(event: PointerEvent<HTMLElement>): void {
    const { press } = this;
    if (!press || event.pointerId !== press.pointerId) return;
    press.last = pointOf(event);
    press.hasMoved ||= isFar(press.start, press.last);
    if (!press.hasMoved) return;
    if (!press.isDragging) {
      if (press.isTouch || !this.canDrag(press)) {
        this.end();
        return;
      }
      this.start(press);
    }
    this.options().onMove(press.target, press.last);
  }

  private onPointerUp(event: PointerEvent<HTMLElement>): void {
    const { press } = this;
    if (!press || event.pointerId !== press.pointerId) return;
    this.end();
    const { onDrop, onTap, onLongPress = onTap } = this.options();
    if (!press.isDragging) onTap(press.target);
    else if (press.hasMoved) onDrop?.(press.target);
    else onLongPress(press.target);
  }

  private onContextMenu(event: MouseEvent<HTMLElement>): void {
    const { touch, onContextMenu } = this.options();
    if (touch && this.press?.isTouch) event.preventDefault();
    else onContextMenu?.(event);
  }

  private canDrag({ target }: Press<Target>): boolean {
    return this.options().canDrag?.(target) ?? true;
  }

  private start(press: Press<Target>): void {
    press.isDragging = true;
    // The container captures the pointer, because the pressed element may scroll out of view and be
    // unmounted.
    press.container.setPointerCapture(press.pointerId);
    this.options().onStart?.(press.target, press.start);
    this.scrollAtEdges(press);
  }

  private scrollAtEdges(press: Press<Target>): void {
    const { scroll } = this.options();
    if (!scroll) return;
    let before = performance.now();
    const step = (now: number) => {
      if (this.press !== press) return;
      const seconds = Math.min(now - before, 50) / 1000;
      before = now;
      const element = scroll.element.current;
      if (element && press.hasMoved && scrollNearEdge(element, press.last, scroll.sticky, seconds)) {
        this.options().onMove(press.target, press.last);
      }
      press.animationFrame = window.requestAnimationFrame(step);
    };
    press.animationFrame = window.requestAnimationFrame(step);
  }

  private readonly preventScroll = (event: Event) => {
    if (this.press?.isDragging) event.preventDefault();
  };
}

function pointOf({ clientX, clientY }: Point): Point {
  return { clientX, clientY };
}

function isFar(from: Point, to: Point): boolean {
  const [x, y] = [Math.abs(to.clientX - from.clientX), Math.abs(to.clientY - from.clientY)];
  return x > DRAG_DISTANCE || y > DRAG_DISTANCE;
}
