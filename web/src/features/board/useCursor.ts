// The keyboard on the board: arrows move a cursor over units and days, a bar counts as one place, Shift selects.
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useState } from "react";
import { ARROWS, clampIndex } from "../../components/grid/cells";
import type { Stay } from "../../format/stay";
import type { Cursor } from "./BoardRow";
import { type Bar, barAt } from "./bars";
import { columnOf, dateOf, type Frame, stayOfColumns } from "./geometry";
import type { BoardUnit } from "./queries";

interface Grid {
  frame: Frame;
  units: readonly BoardUnit[];
  bars: Map<string, Bar[]>;
  unitWidth: number;
  scroller: RefObject<HTMLElement | null>;
  onSelect: (unitId: string, stay: Stay, kind: "booking" | "block") => void;
}

const HEAD = 48;

export function useCursor({ frame, units, bars, unitWidth, scroller, onSelect }: Grid) {
  const [cursor, setCursor] = useState<Cursor>({ row: 0, column: 0, anchor: 0 });
  const [takesFocus, setTakesFocus] = useState(false);

  useEffect(() => {
    setCursor(({ row, column }) => {
      const kept = Math.min(column, frame.days - 1);
      return { row: Math.min(row, Math.max(units.length - 1, 0)), column: kept, anchor: kept };
    });
  }, [frame.days, units.length]);

  const go = useCallback(
    (row: number, column: number, anchor = column) => {
      setTakesFocus(true);
      setCursor({ row, column, anchor });
      reveal(scroller.current, frame, unitWidth, row, column);
    },
    [frame, unitWidth, scroller],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = ARROWS[event.key];
    const unit = units[cursor.row];
    if (!unit) return;
    if (step) {
      event.preventDefault();
      const [down, along] = step;
      const row = clampIndex(cursor.row + down, units.length);
      if (event.shiftKey) return go(cursor.row, clampIndex(cursor.column + along, frame.days), cursor.anchor);
      const bar = along ? barAt(bars.get(unit.id) ?? [], dateOf(frame, cursor.column)) : undefined;
      return go(row, clampIndex(bar ? beyond(frame, bar, along) : cursor.column + along, frame.days));
    }
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      return go(cursor.row, event.key === "Home" ? 0 : frame.days - 1);
    }
    if (event.key === "Escape") return go(cursor.row, cursor.column);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(unit.id, stayOfColumns(frame, cursor.anchor, cursor.column), "booking");
    }
  };

  return { cursor, takesFocus, go, onKeyDown, onBlur: () => setTakesFocus(false) };
}

function beyond(frame: Frame, bar: Bar, along: number): number {
  return along > 0 ? columnOf(frame, bar.checkOut) : columnOf(frame, bar.checkIn) - 1;
}

function reveal(
  scroller: HTMLElement | null,
  frame: Frame,
  unitWidth: number,
  row: number,
  column: number,
): void {
  if (!scroller) return;
  const [top, left] = [row * frame.rowHeight, column * frame.dayWidth];
  const [height, width] = [scroller.clientHeight - HEAD, scroller.clientWidth - unitWidth];
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + frame.rowHeight > scroller.scrollTop + height)
    scroller.scrollTop = top + frame.rowHeight - height;
  if (left < scroller.scrollLeft) scroller.scrollLeft = left;
  else if (left + frame.dayWidth > scroller.scrollLeft + width)
    scroller.scrollLeft = left + frame.dayWidth - width;
}
