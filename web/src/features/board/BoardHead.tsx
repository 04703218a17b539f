// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold bars that span parts of its cells
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell at a time takes the focus, as grids have it
import { memo } from "react";
import { formatDate, type IsoDate } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import classes from "./board.module.css";
import { dateOf, type Frame, isWeekend } from "./geometry";

/** The line of the days. */
export const BoardHead = memo(function BoardHead({
  frame,
  unitWidth,
  today,
}: {
  frame: Frame;
  unitWidth: number;
  today: IsoDate;
}) {
  const dates = Array.from({ length: frame.days }, (_, column) => dateOf(frame, column));
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} style={{ display: "flex" }}>
        <div role="columnheader" className={classes.corner} style={{ width: unitWidth }}>
          {staffTexts.units}
        </div>
        {dates.map((date) => {
          const [weekday, day, month] = formatDate(date).split(" ");
          return (
            <div
              role="columnheader"
              key={date}
              className={classes.day}
              style={{ width: frame.dayWidth }}
              aria-label={formatDate(date)}
              aria-current={date === today ? "date" : undefined}
              data-today={date === today || undefined}
              data-weekend={isWeekend(date) || undefined}
            >
              <span>{weekday}</span>
              <strong>{day}</strong>
              {frame.dayWidth >= 34 && <span>{month}</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
});
