// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold bars that span parts of its cells
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell at a time takes the focus, as grids have it
import { memo, useEffect, useMemo, useRef } from "react";
import type { Cell } from "../../components/grid/cells";
import { UnitRow } from "../../components/grid/UnitDayGrid";
import { formatStay } from "../../components/stay/format-stay";
import { addDays, formatDate } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { type Bar, barAt, isMovable, labelOf } from "./bars";
import classes from "./board.module.css";
import { dateOf, type Frame, spanOf, stayOfColumns } from "./geometry";
import type { BoardUnit } from "./queries";

export interface Cursor extends Cell {
  /** Where a selection that grows with Shift began. */
  anchor: number;
}

interface Props {
  unit: BoardUnit;
  row: number;
  bars: readonly Bar[];
  frame: Frame;
  unitWidth: number;
  mayMove: boolean;
  mayBlock: boolean;
  /** Only the row of the cursor has one: moving it renders two rows and no more. */
  cursor: Cursor | null;
  /** Whether the keyboard is on the board, so that the cursor takes the focus. */
  takesFocus: boolean;
  onOpen: (bar: Bar) => void;
}

export const BoardRow = memo(function BoardRow(props: Props) {
  const { unit, row, bars, frame, unitWidth, cursor } = props;
  const under = cursor ? barAt(bars, dateOf(frame, cursor.column)) : undefined;
  const selects = cursor && cursor.anchor !== cursor.column;
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
        <BarView key={bar.key} bar={bar} {...props} focused={!selects && bar === under} />
      ))}
      {cursor && (selects || !under) && <Free {...props} cursor={cursor} />}
    </UnitRow>
  );
});

function useTakenFocus(focused: boolean, takesFocus: boolean, place: unknown) {
  const element = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it takes the focus again at another place
  useEffect(() => {
    if (focused && takesFocus) element.current?.focus({ preventScroll: true });
  }, [focused, takesFocus, place]);
  return element;
}

function BarView({
  bar,
  unit,
  frame,
  unitWidth,
  mayMove,
  mayBlock,
  focused,
  takesFocus,
  onOpen,
}: Props & { bar: Bar; focused: boolean }) {
  const element = useTakenFocus(focused, takesFocus, bar.key);
  const label = useMemo(() => labelOf(bar, unit.name), [bar, unit.name]);
  const span = spanOf(frame, bar);
  if (!span) return null;
  const movable = bar.booking ? mayMove && isMovable(bar.booking.status) : mayBlock;
  const column = Math.max(Math.floor(span.left / frame.dayWidth), 0);
  return (
    <div
      role="gridcell"
      ref={element}
      tabIndex={focused ? 0 : -1}
      aria-label={label}
      aria-colindex={column + 2}
      title={label}
      className={classes.bar}
      data-bar={bar.key}
      data-look={bar.look}
      data-movable={movable || undefined}
      data-cut-left={span.cutLeft || undefined}
      data-cut-right={span.cutRight || undefined}
      style={{ left: unitWidth + span.left + 1, width: span.width - 2 }}
      onClick={(event) => {
        // Pointers are followed by the board; this is a click without one, by a screen reader.
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
      {movable && !span.cutLeft && <i className={classes.grip} data-grip="start" />}
      <span>{bar.text}</span>
      {bar.booking && span.width > 150 && (
        <span className={classes.word}>, {staffTexts.status[bar.booking.status]}</span>
      )}
      {movable && !span.cutRight && <i className={classes.grip} data-grip="end" />}
    </div>
  );
}

/** The cursor over free days, or over those that Shift has selected. */
function Free({ unit, frame, unitWidth, cursor, takesFocus }: Props & { cursor: Cursor }) {
  const element = useTakenFocus(true, takesFocus, `${cursor.row} ${cursor.column}`);
  const selects = cursor.anchor !== cursor.column;
  const stay = stayOfColumns(frame, cursor.anchor, cursor.column);
  const span = selects
    ? spanOf(frame, stay)
    : { left: cursor.column * frame.dayWidth, width: frame.dayWidth };
  return (
    <div
      role="gridcell"
      ref={element}
      tabIndex={0}
      aria-colindex={cursor.column + 2}
      aria-label={freeLabel(unit.name, frame, cursor, stay)}
      className={classes.cursor}
      data-selected={selects || undefined}
      style={{ left: unitWidth + (span?.left ?? 0), width: span?.width ?? frame.dayWidth }}
    />
  );
}

function freeLabel(unit: string, frame: Frame, cursor: Cursor, stay: Stay): string {
  if (cursor.anchor !== cursor.column) return staffTexts.board.selected(unit, formatStay(stay));
  return staffTexts.board.free(unit, formatDate(addDays(frame.from, cursor.column)));
}
