import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isWeekend } from "../../components/grid/days";
import { UnitDayGrid } from "../../components/grid/UnitDayGrid";
import type { IsoDate } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { BoardRow } from "./BoardRow";
import { type Bar, barsOf } from "./bars";
import classes from "./board.module.css";
import { columnOf, dateOf, type Frame, HEAD_HEIGHT, visibleRows } from "./geometry";
import type { Board } from "./queries";
import { useBoardCursor } from "./useBoardCursor";
import { type Drop, useBoardDrag } from "./useBoardDrag";

const ROW_HEIGHT = 42;
const MIN_DAY_WIDTH = 34;
const GRID_CLASSES = {
  scroller: classes.scroller,
  content: classes.content,
  head: classes.head,
  headRow: classes.headRow,
  corner: classes.corner,
  day: classes.day,
};

interface Props {
  board: Board;
  from: IsoDate;
  days: number;
  mayMove: boolean;
  mayBlock: boolean;
  mayCreate: boolean;
  onOpen: (bar: Bar) => void;
  onDrop: (drop: Drop) => void;
  onSelect: (unitId: string, stay: Stay, kind: "booking" | "block") => void;
}

export function BoardGrid({
  board,
  from,
  days,
  mayMove,
  mayBlock,
  mayCreate,
  onOpen,
  onDrop,
  onSelect,
}: Props) {
  const { ref: sizeRef, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const mergedRef = useMergedRef(sizeRef, scroller);
  const origin = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const unitWidth = width && width < 640 ? 104 : 176;
  const dayWidth = Math.max(MIN_DAY_WIDTH, Math.floor((width - unitWidth) / days));
  const widths = useMemo(() => ({ unit: unitWidth, day: dayWidth }), [unitWidth, dayWidth]);
  const frame = useMemo<Frame>(
    () => ({ from, days, dayWidth, rowHeight: ROW_HEIGHT }),
    [from, days, dayWidth],
  );
  const bars = useMemo(() => barsOf(board), [board]);
  const byKey = useMemo(() => new Map([...bars.values()].flat().map((bar) => [bar.key, bar])), [bars]);
  const { units } = board;
  const [first, end] = useVisibleRows(scroller, frame, units.length, height);
  const keyboard = useBoardCursor({
    frame,
    units,
    bars,
    unitWidth,
    scroller,
    onSelect: mayCreate ? onSelect : () => {},
  });
  const pointerHandlers = useBoardDrag(
    {
      frame,
      units,
      barOf: (key) => byKey.get(key),
      mayMove,
      mayBlock,
      mayCreate,
      onOpen,
      onDrop,
      onSelect,
      onFocus: keyboard.moveTo,
    },
    { origin, ghost, scroller, sticky: { top: HEAD_HEIGHT, left: unitWidth } },
  );
  const size = { width: days * dayWidth, height: units.length * ROW_HEIGHT };
  return (
    <UnitDayGrid
      label={staffTexts.board.grid}
      corner={staffTexts.units}
      from={from}
      days={days}
      today={board.property.today}
      units={units.length}
      widths={widths}
      classes={GRID_CLASSES}
      ref={mergedRef}
      style={{
        height: `min(${units.length * ROW_HEIGHT + HEAD_HEIGHT + 18}px, max(320px, calc(100dvh - 236px)))`,
      }}
      // Without the width the grid would render twice and shift.
      isReady={width > 0}
      contentStyle={{ width: unitWidth + size.width, height: HEAD_HEIGHT + size.height }}
      underlay={
        <GridBackground
          frame={frame}
          today={board.property.today}
          left={unitWidth}
          size={size}
          origin={origin}
        />
      }
      overlay={
        <div
          style={
            {
              position: "absolute",
              top: HEAD_HEIGHT,
              left: unitWidth,
              "--row": `${ROW_HEIGHT}px`,
            } as React.CSSProperties
          }
        >
          <div ref={ghost} className={classes.ghost} data-testid="ghost" hidden />
        </div>
      }
      rows={{
        className: classes.days,
        style: { width: unitWidth + size.width, height: size.height },
        onKeyDown: keyboard.onKeyDown,
        onBlur: keyboard.onBlur,
        ...pointerHandlers,
        children: units
          .slice(first, end)
          .map((unit, i) => (
            <BoardRow
              key={unit.id}
              unit={unit}
              row={first + i}
              bars={bars.get(unit.id) ?? []}
              frame={frame}
              unitWidth={unitWidth}
              mayMove={mayMove}
              mayBlock={mayBlock}
              cursor={keyboard.cursor.row === first + i ? keyboard.cursor : null}
              takesFocus={keyboard.takesFocus}
              onOpen={onOpen}
            />
          )),
      }}
    />
  );
}

function useVisibleRows(
  scroller: React.RefObject<HTMLElement | null>,
  frame: Frame,
  rows: number,
  height: number,
) {
  const [top, setTop] = useState(0);
  const onScroll = useCallback(() => {
    // In steps of four rows, so that most scroll events do not render.
    const step = frame.rowHeight * 4;
    setTop(Math.floor((scroller.current?.scrollTop ?? 0) / step) * step);
  }, [scroller, frame.rowHeight]);
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, [scroller, onScroll]);
  return visibleRows(frame, top, (height || 600) + frame.rowHeight * 4, rows);
}

interface GridBackgroundProps {
  frame: Frame;
  today: IsoDate;
  left: number;
  size: { width: number; height: number };
  origin: React.RefObject<HTMLDivElement | null>;
}

/** The lines of the grid, with weekends and today shaded. */
function GridBackground({ frame, today, left, size, origin }: GridBackgroundProps) {
  const columns = Array.from({ length: frame.days }, (_, column) => column);
  const lines = { "--day": `${frame.dayWidth}px`, "--row": `${frame.rowHeight}px` } as React.CSSProperties;
  const todayColumn = columnOf(frame, today);
  const columnStyle = (column: number) => ({ left: column * frame.dayWidth, width: frame.dayWidth });
  return (
    <div
      ref={origin}
      aria-hidden
      className={classes.ground}
      style={{ ...lines, ...size, left, top: HEAD_HEIGHT }}
    >
      {columns
        .filter((column) => isWeekend(dateOf(frame, column)))
        .map((column) => (
          <div key={column} className={classes.shade} style={columnStyle(column)} />
        ))}
      {todayColumn >= 0 && todayColumn < frame.days && (
        <div className={classes.shade} data-today style={columnStyle(todayColumn)} />
      )}
    </div>
  );
}
