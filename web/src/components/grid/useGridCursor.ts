// The keyboard cursor of a grid: arrow keys move it, Shift with an arrow selects.
import { type KeyboardEvent, useState } from "react";

export interface Cell {
  row: number;
  column: number;
}

export interface GridCursor extends Cell {
  /** The column where the selection began. Equal to `column` if nothing is selected. */
  anchor: number;
}

interface Options {
  rows: number;
  columns: number;
  /** The column that the left (-1) or right (1) arrow leads to. The adjacent one by default. */
  columnAfter?: (cell: Cell, step: number) => number;
  /** The cursor has moved: scroll it into view or focus it. */
  onMove: (cursor: GridCursor) => void;
  /** Shift with an arrow has changed the selection. */
  onSelect?: (cursor: GridCursor) => void;
  /** Enter or Space. */
  onEnter: (cursor: GridCursor) => void;
  onEscape?: () => void;
}

/** How many rows down and columns to the right each arrow key moves. */
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function useGridCursor(options: Options) {
  const { rows, columns, onMove } = options;
  const [state, setCursor] = useState<GridCursor>({ row: 0, column: 0, anchor: 0 });
  // The grid may have become smaller since.
  const cursor: GridCursor = {
    row: clampIndex(state.row, rows),
    column: clampIndex(state.column, columns),
    anchor: clampIndex(state.anchor, columns),
  };

  const moveTo = (row: number, column: number, anchor = clampIndex(column, columns)): GridCursor => {
    const next = { row: clampIndex(row, rows), column: clampIndex(column, columns), anchor };
    setCursor(next);
    onMove(next);
    return next;
  };
  const moveByArrow = ([down, right]: readonly [number, number], isSelecting: boolean) => {
    const { row, column, anchor } = cursor;
    if (isSelecting) {
      const selected = moveTo(row, column + right, anchor);
      options.onSelect?.(selected);
      return;
    }
    const next = right !== 0 ? options.columnAfter?.(cursor, right) : undefined;
    moveTo(row + down, next ?? column + right);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const arrow = ARROWS[event.key];
    if (arrow) moveByArrow(arrow, event.shiftKey);
    else if (event.key === "Home") moveTo(cursor.row, 0);
    else if (event.key === "End") moveTo(cursor.row, columns - 1);
    else if (event.key === "Enter" || event.key === " ") options.onEnter(cursor);
    else if (event.key === "Escape") {
      moveTo(cursor.row, cursor.column);
      options.onEscape?.();
    } else return;
    event.preventDefault();
  };
  return { cursor, moveTo, onKeyDown };
}

/** The valid index of a list that is nearest to `index`. */
function clampIndex(index: number, count: number): number {
  return Math.max(Math.min(index, count - 1), 0);
}
