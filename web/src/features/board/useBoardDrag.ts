// Dragging on the board: a bar moves, its ends change its dates, and free days become a selection. During a
// drag nothing is rendered; only the ghost moves, by its CSS transform.
import type { RefObject } from "react";
import type { Point, StickySize } from "../../components/grid/edge-scroll";
import { usePointerDrag } from "../../components/grid/usePointerDrag";
import { formatStay } from "../../components/stay/format-stay";
import type { Stay } from "../../format/stay";
import { type Bar, isMovable } from "./bars";
import {
  columnAt,
  columnOf,
  dragStay,
  type Frame,
  type Grip,
  rowAt,
  stayBetween,
  stayOfColumns,
} from "./geometry";
import type { BoardUnit } from "./queries";

export interface Drop {
  bar: Bar;
  unitId: string;
  stay: Stay;
}

interface Options {
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

interface Elements {
  /** The element whose top left corner is the first day of the first unit. */
  origin: RefObject<HTMLElement | null>;
  ghost: RefObject<HTMLElement | null>;
  scroller: RefObject<HTMLElement | null>;
  sticky: StickySize;
}

/** What was pressed: a bar or one of its ends, or a free day if `bar` is undefined. */
interface Target {
  bar: Bar | undefined;
  grip: Grip;
  element: HTMLElement | null;
  /** Where the press began, in pixels from the origin. */
  x: number;
  y: number;
  row: number;
  /** Where the drag leads to, once it has begun. */
  drop: { row: number; stay: Stay } | null;
}

export function useBoardDrag(options: Options, { origin, ghost, scroller, sticky }: Elements) {
  const { frame, units, barOf, onOpen, onSelect, onFocus } = options;
  const unitIdAt = (row: number) => units[row]?.id ?? "";
  const positionOf = ({ clientX, clientY }: Point) => {
    const corner = origin.current?.getBoundingClientRect();
    return { x: clientX - (corner?.left ?? 0), y: clientY - (corner?.top ?? 0) };
  };
  const dragTo = (target: Target, point: Point) => {
    const drop = dropOf(target, positionOf(point), frame, units.length);
    if (isSameDrop(target.drop, drop)) return;
    target.drop = drop;
    if (ghost.current) moveGhost(ghost.current, frame, drop.row, drop.stay);
  };
  return usePointerDrag<Target>({
    touch: true,
    scroll: { element: scroller, sticky },
    targetOf: (event) => {
      const pressed = event.target as HTMLElement;
      if (pressed.closest("[role=rowheader]")) return null;
      const element = pressed.closest<HTMLElement>("[data-bar]");
      const bar = element ? barOf(element.dataset.bar ?? "") : undefined;
      const { x, y } = positionOf(event);
      const row = bar ? units.findIndex(({ id }) => id === bar.unitId) : rowAt(frame, y, units.length);
      return {
        bar,
        grip: (pressed.dataset.grip as Grip | undefined) ?? "whole",
        element,
        x,
        y,
        row,
        drop: null,
      };
    },
    canDrag: ({ bar }) => mayDrag(options, bar),
    onStart: (target, point) => {
      target.element?.setAttribute("data-dragged", "");
      dragTo(target, point);
    },
    onMove: dragTo,
    onEnd: ({ element }) => {
      element?.removeAttribute("data-dragged");
      if (ghost.current) ghost.current.hidden = true;
    },
    onDrop: ({ bar, drop }) => drop && finishDrag(options, bar, unitIdAt(drop.row), drop.stay),
    onTap: ({ bar, row, x }) => {
      if (bar) return onOpen(bar);
      onFocus(row, columnAt(frame, x));
      if (options.mayCreate) onSelect(unitIdAt(row), nightAt(frame, x), "booking");
    },
    onLongPress: ({ bar, row, x }) =>
      bar ? onOpen(bar) : onSelect(unitIdAt(row), nightAt(frame, x), "block"),
    onContextMenu: (event) => {
      const isFree = !(event.target as HTMLElement).closest("[data-bar], [role=rowheader]");
      if (!isFree || !options.mayCreate) return;
      event.preventDefault();
      const { x, y } = positionOf(event);
      onSelect(unitIdAt(rowAt(frame, y, units.length)), nightAt(frame, x), "block");
    },
  });
}

function mayDrag({ mayCreate, mayMove, mayBlock }: Options, bar: Bar | undefined): boolean {
  if (!bar) return mayCreate;
  return bar.booking ? mayMove && isMovable(bar.booking.status) : mayBlock;
}

function dropOf(target: Target, { x, y }: { x: number; y: number }, frame: Frame, rows: number) {
  const { bar, grip, row } = target;
  if (!bar) return { row, stay: stayBetween(frame, target.x, x) };
  const stay = dragStay(frame, bar, grip, x - target.x);
  if (grip !== "whole") return { row, stay };
  const center = row * frame.rowHeight + frame.rowHeight / 2;
  return { row: rowAt(frame, center + (y - target.y), rows), stay };
}

function isSameDrop(one: Target["drop"], other: Target["drop"]): boolean {
  return (
    one?.row === other?.row &&
    one?.stay.checkIn === other?.stay.checkIn &&
    one?.stay.checkOut === other?.stay.checkOut
  );
}

function nightAt(frame: Frame, x: number): Stay {
  const column = columnAt(frame, x);
  return stayOfColumns(frame, column, column + 1);
}

function finishDrag({ onDrop, onSelect }: Options, bar: Bar | undefined, unitId: string, stay: Stay): void {
  if (!bar) onSelect(unitId, stay, "booking");
  else if (unitId !== bar.unitId || stay.checkIn !== bar.checkIn || stay.checkOut !== bar.checkOut) {
    onDrop({ bar, unitId, stay });
  }
}

function moveGhost(ghost: HTMLElement, frame: Frame, row: number, stay: Stay): void {
  const left = (columnOf(frame, stay.checkIn) + 0.5) * frame.dayWidth;
  const width = (columnOf(frame, stay.checkOut) - columnOf(frame, stay.checkIn)) * frame.dayWidth;
  ghost.hidden = false;
  ghost.style.width = `${width}px`;
  ghost.style.transform = `translate(${left}px, ${row * frame.rowHeight}px)`;
  ghost.textContent = formatStay(stay);
}
