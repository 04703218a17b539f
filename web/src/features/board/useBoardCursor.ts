// The keyboard on the board. A bar counts as one step of the arrow keys.
import { type RefObject, useState } from "react";
import { type Cell, useGridCursor } from "../../components/grid/useGridCursor";
import type { Stay } from "../../format/stay";
import { type Bar, barAt } from "./bars";
import { columnOf, dateOf, type Frame, HEAD_HEIGHT, stayOfColumns } from "./geometry";
import type { BoardUnit } from "./queries";

interface Options {
  frame: Frame;
  units: readonly BoardUnit[];
  bars: Map<string, Bar[]>;
  unitWidth: number;
  scroller: RefObject<HTMLElement | null>;
  onSelect: (unitId: string, stay: Stay, kind: "booking" | "block") => void;
}

export function useBoardCursor({ frame, units, bars, unitWidth, scroller, onSelect }: Options) {
  const [takesFocus, setTakesFocus] = useState(false);
  const columnAfter = ({ row, column }: Cell, step: number) => {
    const bar = barAt(bars.get(units[row]?.id ?? "") ?? [], dateOf(frame, column));
    if (!bar) return column + step;
    return step > 0 ? columnOf(frame, bar.checkOut) : columnOf(frame, bar.checkIn) - 1;
  };
  const { cursor, moveTo, onKeyDown } = useGridCursor({
    rows: units.length,
    columns: frame.days,
    columnAfter,
    onMove: (cell) => {
      setTakesFocus(true);
      scrollIntoView(scroller.current, frame, unitWidth, cell);
    },
    onEnter: ({ row, column, anchor }) => {
      const unit = units[row];
      if (unit) onSelect(unit.id, stayOfColumns(frame, anchor, column), "booking");
    },
  });
  return { cursor, takesFocus, moveTo, onKeyDown, onBlur: () => setTakesFocus(false) };
}

/** Scrolls a cell into view, beside the sticky header and the sticky column of units. */
function scrollIntoView(scroller: HTMLElement | null, frame: Frame, unitWidth: number, cell: Cell): void {
  if (!scroller) return;
  const [top, left] = [cell.row * frame.rowHeight, cell.column * frame.dayWidth];
  const [bottom, right] = [top + frame.rowHeight, left + frame.dayWidth];
  const [height, width] = [scroller.clientHeight - HEAD_HEIGHT, scroller.clientWidth - unitWidth];
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + height) scroller.scrollTop = bottom - height;
  if (left < scroller.scrollLeft) scroller.scrollLeft = left;
  else if (right > scroller.scrollLeft + width) scroller.scrollLeft = right - width;
}
