// Dragging on the board, by mouse and by touch. While it goes on nothing is rendered: one ghost is moved by its transform.
import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
} from "react";
import { formatStay } from "../../components/stay/format-stay";
import type { Stay } from "../../format/stay";
import { type Bar, isMovable } from "./bars";
import {
  columnAt,
  columnOf,
  dragged,
  edgeSpeed,
  type Frame,
  type Grip,
  rowAt,
  stayBetween,
  stayOfColumns,
} from "./geometry";
import type { BoardUnit } from "./queries";

const SLACK = 4;
const LONG_PRESS = 350;

export interface Drop {
  bar: Bar;
  unitId: string;
  stay: Stay;
}

export interface Surface {
  frame: Frame;
  units: readonly BoardUnit[];
  barOf: (key: string) => Bar | undefined;
  mayMove: boolean;
  mayBlock: boolean;
  mayCreate: boolean;
  onOpen: (bar: Bar) => void;
  onDrop: (drop: Drop) => void;
  onSelect: (unitId: string, stay: Stay, kind: "booking" | "block") => void;
  onFocus: (row: number, column: number) => void;
}

interface Press {
  pointer: number;
  touch: boolean;
  bar: Bar | undefined;
  grip: Grip;
  element: HTMLElement | null;
  x: number;
  y: number;
  row: number;
  active: boolean;
  moved: boolean;
  timer: number;
  /** Where the pointer was last, in the window, and the frame that scrolls while it stays near an edge. */
  last: { clientX: number; clientY: number };
  scrolling: number;
  touched: EventTarget;
  target: { row: number; stay: Stay } | null;
}

export interface Places {
  /** Where pointers are followed. */
  area: RefObject<HTMLElement | null>;
  /** Whose corner is that of the first day of the first unit. */
  ground: RefObject<HTMLElement | null>;
  ghost: RefObject<HTMLElement | null>;
  scroller: RefObject<HTMLElement | null>;
  /** What stands still at the top and at the left while the rest scrolls. */
  still: { top: number; left: number };
}

export function useDrag(surface: Surface, { area, ground, ghost, scroller, still }: Places) {
  const { top: stillTop, left: stillLeft } = still;
  const latest = useRef(surface);
  latest.current = surface;
  const press = useRef<Press | null>(null);

  const at = useCallback(
    (event: { clientX: number; clientY: number }) => {
      const corner = ground.current?.getBoundingClientRect();
      return { x: event.clientX - (corner?.left ?? 0), y: event.clientY - (corner?.top ?? 0) };
    },
    [ground],
  );

  // Once a long press has begun a drag, the finger no longer scrolls.
  const keepStill = useCallback((event: Event) => {
    if (press.current?.active) event.preventDefault();
  }, []);

  const end = useCallback(() => {
    const now = press.current;
    if (!now) return;
    window.clearTimeout(now.timer);
    window.cancelAnimationFrame(now.scrolling);
    now.touched.removeEventListener("touchmove", keepStill);
    now.element?.removeAttribute("data-dragged");
    if (ghost.current) ghost.current.hidden = true;
    press.current = null;
  }, [ghost, keepStill]);

  const show = useCallback(
    (now: Press, x: number, y: number) => {
      const { frame, units } = latest.current;
      const whole = now.bar && now.grip === "whole";
      const row = whole
        ? rowAt(frame, now.row * frame.rowHeight + frame.rowHeight / 2 + (y - now.y), units.length)
        : now.row;
      const stay = now.bar ? dragged(frame, now.bar, now.grip, x - now.x) : stayBetween(frame, now.x, x);
      const before = now.target;
      if (
        before &&
        before.row === row &&
        before.stay.checkIn === stay.checkIn &&
        before.stay.checkOut === stay.checkOut
      )
        return;
      now.target = { row, stay };
      place(ghost.current, frame, row, stay);
    },
    [ghost],
  );

  /** While the pointer stays near an edge the board comes along, frame by frame. */
  const scroll = useCallback(
    (now: Press) => {
      let before = performance.now();
      const step = (moment: number) => {
        const box = scroller.current;
        if (!box || press.current !== now) return;
        const passed = Math.min(moment - before, 50) / 1000;
        before = moment;
        if (now.moved && scrollNear(box, now.last, stillTop, stillLeft, passed)) {
          const { x, y } = at(now.last);
          show(now, x, y);
        }
        now.scrolling = window.requestAnimationFrame(step);
      };
      now.scrolling = window.requestAnimationFrame(step);
    },
    [scroller, stillTop, stillLeft, at, show],
  );

  const begin = useCallback(
    (now: Press) => {
      now.active = true;
      now.element?.setAttribute("data-dragged", "");
      // The bar itself may scroll out of sight, and go.
      area.current?.setPointerCapture(now.pointer);
      show(now, now.x, now.y);
      scroll(now);
    },
    [area, show, scroll],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && press.current) {
        event.preventDefault();
        event.stopPropagation();
        end();
      }
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      end();
    };
  }, [end]);

  const onPointerDown = useCallback(
    (event: ReactPointerEvent<HTMLElement>) => {
      if (event.button !== 0 || press.current) return;
      if ((event.target as HTMLElement).closest("[role=rowheader]")) return;
      const here = latest.current;
      const element = (event.target as HTMLElement).closest<HTMLElement>("[data-bar]");
      const bar = element ? here.barOf(element.dataset.bar ?? "") : undefined;
      const grip = ((event.target as HTMLElement).dataset.grip as Grip | undefined) ?? "whole";
      const { x, y } = at(event);
      const row = bar
        ? here.units.findIndex((unit) => unit.id === bar.unitId)
        : rowAt(here.frame, y, here.units.length);
      const touch = event.pointerType === "touch";
      const now: Press = {
        pointer: event.pointerId,
        touch,
        bar,
        grip,
        element,
        x,
        y,
        row,
        active: false,
        moved: false,
        timer: 0,
        last: { clientX: event.clientX, clientY: event.clientY },
        scrolling: 0,
        touched: event.target,
        target: null,
      };
      press.current = now;
      // At what was touched, since a finger stays with it, even when it has scrolled away and is gone.
      if (touch) {
        now.touched.addEventListener("touchmove", keepStill, { passive: false });
      }
      if (touch && mayDrag(here, bar)) now.timer = window.setTimeout(() => begin(now), LONG_PRESS);
    },
    [at, begin, keepStill],
  );

  const onPointerMove = useCallback(
    (event: ReactPointerEvent<HTMLElement>) => {
      const now = press.current;
      if (!now || event.pointerId !== now.pointer) return;
      now.last = { clientX: event.clientX, clientY: event.clientY };
      const { x, y } = at(event);
      if (Math.abs(x - now.x) > SLACK || Math.abs(y - now.y) > SLACK) {
        now.moved = true;
        if (!now.active) {
          if (now.touch || !mayDrag(latest.current, now.bar)) return end();
          begin(now);
        }
      }
      if (now.active && now.moved) show(now, x, y);
    },
    [at, begin, end, show],
  );

  const onPointerUp = useCallback(
    (event: ReactPointerEvent<HTMLElement>) => {
      const now = press.current;
      if (!now || event.pointerId !== now.pointer) return;
      const here = latest.current;
      end();
      const unitId = here.units[now.target?.row ?? now.row]?.id;
      if (!unitId) return;
      if (now.active && now.moved && now.target) finish(here, now.bar, unitId, now.target.stay);
      else if (now.bar) here.onOpen(now.bar);
      else if (now.active) here.onSelect(unitId, nightAt(here.frame, now.x), "block");
      else here.onFocus(now.row, columnAt(here.frame, now.x));
    },
    [end],
  );

  const onContextMenu = useCallback(
    (event: React.MouseEvent<HTMLElement>) => {
      const here = latest.current;
      if (press.current?.touch) return event.preventDefault();
      if ((event.target as HTMLElement).closest("[data-bar], [role=rowheader]") || !here.mayCreate) return;
      event.preventDefault();
      const { x, y } = at(event);
      const unitId = here.units[rowAt(here.frame, y, here.units.length)]?.id;
      if (unitId) here.onSelect(unitId, nightAt(here.frame, x), "block");
    },
    [at],
  );

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end, onContextMenu };
}

function mayDrag(here: Surface, bar: Bar | undefined): boolean {
  if (!bar) return here.mayCreate;
  return bar.booking ? here.mayMove && isMovable(bar.booking.status) : here.mayBlock;
}

/** Scroll for the time that passed, when the pointer is near an edge; whether there was anything to do. */
function scrollNear(
  box: HTMLElement,
  place: Press["last"],
  top: number,
  left: number,
  passed: number,
): boolean {
  const edges = box.getBoundingClientRect();
  const along = edgeSpeed(place.clientX, edges.left + left, edges.left + box.clientWidth) * passed;
  const down = edgeSpeed(place.clientY, edges.top + top, edges.top + box.clientHeight) * passed;
  if (Math.abs(along) < 0.5 && Math.abs(down) < 0.5) return false;
  box.scrollBy(along, down);
  return true;
}

function nightAt(frame: Frame, x: number): Stay {
  const column = columnAt(frame, x);
  return stayOfColumns(frame, column, column + 1);
}

function finish(here: Surface, bar: Bar | undefined, unitId: string, stay: Stay): void {
  if (!bar) here.onSelect(unitId, stay, "booking");
  else if (unitId !== bar.unitId || stay.checkIn !== bar.checkIn || stay.checkOut !== bar.checkOut) {
    here.onDrop({ bar, unitId, stay });
  }
}

function place(ghost: HTMLElement | null, frame: Frame, row: number, stay: Stay): void {
  if (!ghost) return;
  const left = (columnOf(frame, stay.checkIn) + 0.5) * frame.dayWidth;
  const width = (columnOf(frame, stay.checkOut) - columnOf(frame, stay.checkIn)) * frame.dayWidth;
  ghost.hidden = false;
  ghost.style.width = `${width}px`;
  ghost.style.transform = `translate(${left}px, ${row * frame.rowHeight}px)`;
  ghost.textContent = formatStay(stay);
}
