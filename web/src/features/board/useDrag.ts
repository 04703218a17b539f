// Dragging on the board, by mouse and by touch. While it goes on nothing is rendered: one ghost is moved by its transform.
import { type PointerEvent as ReactPointerEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import { type Bar, isMovable, stayText } from "./bars";
import {
  columnAt,
  columnOf,
  dragged,
  type Frame,
  type Grip,
  rowAt,
  type Stay,
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
  target: { row: number; stay: Stay } | null;
}

export interface Places {
  /** Where pointers are followed. */
  area: RefObject<HTMLElement | null>;
  /** Whose corner is that of the first day of the first unit. */
  ground: RefObject<HTMLElement | null>;
  ghost: RefObject<HTMLElement | null>;
}

export function useDrag(surface: Surface, { area, ground, ghost }: Places) {
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

  const end = useCallback(() => {
    const now = press.current;
    if (!now) return;
    window.clearTimeout(now.timer);
    now.element?.removeAttribute("data-dragged");
    if (ghost.current) ghost.current.hidden = true;
    press.current = null;
  }, [ghost]);

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

  const begin = useCallback(
    (now: Press) => {
      now.active = true;
      now.element?.setAttribute("data-dragged", "");
      show(now, now.x, now.y);
    },
    [show],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && press.current) {
        event.preventDefault();
        event.stopPropagation();
        end();
      }
    };
    // Once a long press has begun a drag, the finger no longer scrolls.
    const onTouch = (event: TouchEvent) => {
      if (press.current?.active) event.preventDefault();
    };
    const touched = area.current;
    window.addEventListener("keydown", onKey, true);
    touched?.addEventListener("touchmove", onTouch, { passive: false });
    return () => {
      window.removeEventListener("keydown", onKey, true);
      touched?.removeEventListener("touchmove", onTouch);
      end();
    };
  }, [area, end]);

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
        target: null,
      };
      press.current = now;
      if (touch && mayDrag(here, bar)) now.timer = window.setTimeout(() => begin(now), LONG_PRESS);
    },
    [at, begin],
  );

  const onPointerMove = useCallback(
    (event: ReactPointerEvent<HTMLElement>) => {
      const now = press.current;
      if (!now || event.pointerId !== now.pointer) return;
      const { x, y } = at(event);
      if (Math.abs(x - now.x) > SLACK || Math.abs(y - now.y) > SLACK) {
        now.moved = true;
        if (!now.active) {
          if (now.touch || !mayDrag(latest.current, now.bar)) return end();
          area.current?.setPointerCapture(now.pointer);
          begin(now);
        }
      }
      if (now.active && now.moved) show(now, x, y);
    },
    [area, at, begin, end, show],
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
  return bar ? here.mayMove && !!bar.booking && isMovable(bar.booking.status) : here.mayCreate;
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
  ghost.textContent = stayText(stay);
}
