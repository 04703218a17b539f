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
import { columnOf, dateOf, type Frame, rowsInSight } from "./geometry";
import type { Board } from "./queries";
import { useCursor } from "./useCursor";
import { type Drop, useDrag } from "./useDrag";

const ROW = 42;
const HEAD = 48;
const NARROWEST_DAY = 34;
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
  const { ref: measured, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const both = useMergedRef(measured, scroller);
  const places = {
    area: useRef<HTMLDivElement>(null),
    ground: useRef<HTMLDivElement>(null),
    ghost: useRef<HTMLDivElement>(null),
  };
  const unitWidth = width && width < 640 ? 104 : 176;
  const dayWidth = Math.max(NARROWEST_DAY, Math.floor((width - unitWidth) / days));
  const widths = useMemo(() => ({ unit: unitWidth, day: dayWidth }), [unitWidth, dayWidth]);
  const frame = useMemo<Frame>(() => ({ from, days, dayWidth, rowHeight: ROW }), [from, days, dayWidth]);
  const bars = useMemo(() => barsOf(board), [board]);
  const byKey = useMemo(() => new Map([...bars.values()].flat().map((bar) => [bar.key, bar])), [bars]);
  const { units } = board;
  const [first, end] = useRowsInSight(scroller, frame, units.length, height);
  const keys = useCursor({
    frame,
    units,
    bars,
    unitWidth,
    scroller,
    onSelect: mayCreate ? onSelect : () => {},
  });
  const pointers = useDrag(
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
      onFocus: keys.go,
    },
    { ...places, scroller, still: { top: HEAD, left: unitWidth } },
  );
  const size = { width: days * dayWidth, height: units.length * ROW };
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
      ref={both}
      style={{ height: `min(${units.length * ROW + HEAD + 18}px, max(320px, calc(100dvh - 236px)))` }}
      // Nothing is drawn before the width is known: it would be drawn twice, and move.
      isReady={width > 0}
      contentStyle={{ width: unitWidth + size.width, height: HEAD + size.height }}
      underlay={
        <Ground
          frame={frame}
          today={board.property.today}
          left={unitWidth}
          size={size}
          corner={places.ground}
        />
      }
      overlay={
        <div
          style={
            { position: "absolute", top: HEAD, left: unitWidth, "--row": `${ROW}px` } as React.CSSProperties
          }
        >
          <div ref={places.ghost} className={classes.ghost} data-testid="ghost" hidden />
        </div>
      }
      rows={{
        ref: places.area,
        className: classes.days,
        style: { width: unitWidth + size.width, height: size.height },
        onKeyDown: keys.onKeyDown,
        onBlur: keys.onBlur,
        ...pointers,
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
              cursor={keys.cursor.row === first + i ? keys.cursor : null}
              takesFocus={keys.takesFocus}
              onOpen={onOpen}
            />
          )),
      }}
    />
  );
}

function useRowsInSight(
  scroller: React.RefObject<HTMLElement | null>,
  frame: Frame,
  rows: number,
  height: number,
) {
  const [top, setTop] = useState(0);
  const onScroll = useCallback(() => {
    // In steps, so that most frames of a scroll render nothing.
    const step = frame.rowHeight * 4;
    setTop(Math.floor((scroller.current?.scrollTop ?? 0) / step) * step);
  }, [scroller, frame.rowHeight]);
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, [scroller, onScroll]);
  return rowsInSight(frame, top, (height || 600) + frame.rowHeight * 4, rows);
}

interface GroundProps {
  frame: Frame;
  today: IsoDate;
  left: number;
  size: { width: number; height: number };
  corner: React.RefObject<HTMLDivElement | null>;
}

/** Lines, weekends and today, under everything. */
function Ground({ frame, today, left, size, corner }: GroundProps) {
  const columns = Array.from({ length: frame.days }, (_, column) => column);
  const lines = { "--day": `${frame.dayWidth}px`, "--row": `${frame.rowHeight}px` } as React.CSSProperties;
  const now = columnOf(frame, today);
  const at = (column: number) => ({ left: column * frame.dayWidth, width: frame.dayWidth });
  return (
    <div ref={corner} aria-hidden className={classes.ground} style={{ ...lines, ...size, left, top: HEAD }}>
      {columns
        .filter((column) => isWeekend(dateOf(frame, column)))
        .map((column) => (
          <div key={column} className={classes.shade} style={at(column)} />
        ))}
      {now >= 0 && now < frame.days && <div className={classes.shade} data-today style={at(now)} />}
    </div>
  );
}
