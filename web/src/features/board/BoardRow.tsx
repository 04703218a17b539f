// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold bars that span parts of its cells
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell takes the focus (WAI-ARIA grid)
import { memo, useEffect, useMemo, useRef } from "react";
import { UnitRow } from "../../components/grid/UnitDayGrid";
import type { GridCursor } from "../../components/grid/useGridCursor";
import { formatStay } from "../../components/stay/format-stay";
import { addDays, formatDate } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { type Bar, barAt, isMovable, labelOf } from "./bars";
import classes from "./board.module.css";
import { dateOf, type Frame, spanOf, stayOfColumns } from "./geometry";
import type { BoardUnit } from "./queries";

interface Props {
  unit: BoardUnit;
  row: number;
  bars: readonly Bar[];
  frame: Frame;
  unitWidth: number;
  mayMove: boolean;
  mayBlock: boolean;
  /** Null in all rows but that of the cursor, so that moving the cursor renders two rows only. */
  cursor: GridCursor | null;
  /** Whether the cursor takes the focus, because the user navigates the board by keyboard. */
  takesFocus: boolean;
  onOpen: (bar: Bar) => void;
}

export const BoardRow = memo(function BoardRow(props: Props) {
  const { unit, row, bars, frame, unitWidth, cursor } = props;
  const barUnderCursor = cursor ? barAt(bars, dateOf(frame, cursor.column)) : undefined;
  const isSelecting = cursor && cursor.anchor !== cursor.column;
  return (
    <UnitRow
      row={row}
      className={classes.row}
      style={{
        transform: `translateY(${row * frame.rowHeight}px)`,
        width: unitWidth + frame.days * frame.dayWidth,
        height: frame.rowHeight,
      }}
      headerClass={classes.unit}
      headerTitle={unit.name}
      headerWidth={unitWidth}
      header={
        <>
          <span>{unit.name}</span>
          <span className={classes.small}>
            {unit.status === "ACTIVE" ? staffTexts.board.sleeps(unit.sleeps) : staffTexts.board.inactive}
          </span>
        </>
      }
    >
      {bars.map((bar) => (
        <BarView key={bar.key} bar={bar} {...props} isFocused={!isSelecting && bar === barUnderCursor} />
      ))}
      {cursor && (isSelecting || !barUnderCursor) && <CursorCell {...props} cursor={cursor} />}
    </UnitRow>
  );
});

function useFocus(isFocused: boolean, takesFocus: boolean, dependency: unknown) {
  const element = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: focuses again when the cell changes
  useEffect(() => {
    if (isFocused && takesFocus) element.current?.focus({ preventScroll: true });
  }, [isFocused, takesFocus, dependency]);
  return element;
}

function BarView({
  bar,
  unit,
  frame,
  unitWidth,
  mayMove,
  mayBlock,
  isFocused,
  takesFocus,
  onOpen,
}: Props & { bar: Bar; isFocused: boolean }) {
  const element = useFocus(isFocused, takesFocus, bar.key);
  const label = useMemo(() => labelOf(bar, unit.name), [bar, unit.name]);
  const span = spanOf(frame, bar);
  if (!span) return null;
  const isBarMovable = bar.booking ? mayMove && isMovable(bar.booking.status) : mayBlock;
  const column = Math.max(Math.floor(span.left / frame.dayWidth), 0);
  return (
    <div
      role="gridcell"
      ref={element}
      tabIndex={isFocused ? 0 : -1}
      aria-label={label}
      aria-colindex={column + 2}
      title={label}
      className={classes.bar}
      data-bar={bar.key}
      data-look={bar.look}
      data-movable={isBarMovable || undefined}
      data-cut-left={span.cutLeft || undefined}
      data-cut-right={span.cutRight || undefined}
      style={{ left: unitWidth + span.left + 1, width: span.width - 2 }}
      onClick={(event) => {
        // A click without a pointer comes from assistive technology. The board handles pointers.
        if (event.detail === 0) onOpen(bar);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          event.stopPropagation();
          onOpen(bar);
        }
      }}
    >
      {isBarMovable && !span.cutLeft && <i className={classes.grip} data-grip="start" />}
      <span>{bar.text}</span>
      {bar.booking && span.width > 150 && (
        <span className={classes.word}>, {staffTexts.status[bar.booking.status]}</span>
      )}
      {isBarMovable && !span.cutRight && <i className={classes.grip} data-grip="end" />}
    </div>
  );
}

/** The cursor on a free day, or the days that are selected with Shift. */
function CursorCell({ unit, frame, unitWidth, cursor, takesFocus }: Props & { cursor: GridCursor }) {
  const element = useFocus(true, takesFocus, `${cursor.row} ${cursor.column}`);
  const isSelecting = cursor.anchor !== cursor.column;
  const stay = stayOfColumns(frame, cursor.anchor, cursor.column);
  const span = isSelecting
    ? spanOf(frame, stay)
    : { left: cursor.column * frame.dayWidth, width: frame.dayWidth };
  return (
    <div
      role="gridcell"
      ref={element}
      tabIndex={0}
      aria-colindex={cursor.column + 2}
      aria-label={cursorLabel(unit.name, frame, cursor, stay)}
      className={classes.cursor}
      data-selected={isSelecting || undefined}
      style={{ left: unitWidth + (span?.left ?? 0), width: span?.width ?? frame.dayWidth }}
    />
  );
}

function cursorLabel(unit: string, frame: Frame, cursor: GridCursor, stay: Stay): string {
  if (cursor.anchor !== cursor.column) return staffTexts.board.selected(unit, formatStay(stay));
  return staffTexts.board.free(unit, formatDate(addDays(frame.from, cursor.column)));
}
