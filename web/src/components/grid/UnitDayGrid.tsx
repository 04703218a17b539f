// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold bars that span parts of its cells
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell takes the focus (WAI-ARIA grid)
import { type ComponentPropsWithRef, memo, type ReactNode } from "react";
import type { IsoDate } from "../../format/dates";
import { daysFrom } from "./days";
import classes from "./grid.module.css";

/** The class names of a feature, added to those that all grids share. */
export interface GridClasses {
  scroller?: string | undefined;
  content?: string | undefined;
  head?: string | undefined;
  headRow?: string | undefined;
  corner?: string | undefined;
  day?: string | undefined;
}

/** Widths in pixels, for grids with fixed columns. */
export interface GridWidths {
  unit: number;
  day: number;
}

interface HeadProps {
  from: IsoDate;
  days: number;
  today: IsoDate;
  /** The header of the column of units. */
  corner: string;
  widths?: GridWidths | undefined;
  classes: GridClasses;
}

interface Props extends HeadProps, Omit<ComponentPropsWithRef<"div">, "className"> {
  label: string;
  units: number;
  /** Whether the size of the grid is known. Nothing is rendered before. */
  isReady?: boolean;
  contentStyle?: React.CSSProperties;
  /** Layers under and over the rows. */
  underlay?: ReactNode;
  overlay?: ReactNode;
  rows: ComponentPropsWithRef<"div">;
}

/**
 * A grid with a row per unit and a column per day. The caller renders the rows as `UnitRow`, all or the
 * visible ones.
 */
export function UnitDayGrid(props: Props) {
  const { label, units, from, days, today, corner, widths, classes: own, rows, ...more } = props;
  const { isReady = true, contentStyle, underlay, overlay, ...rest } = more;
  return (
    <div
      {...rest}
      role="grid"
      aria-label={label}
      aria-rowcount={units + 1}
      aria-colcount={days + 1}
      className={joinClasses(classes.scroller, own.scroller)}
    >
      {isReady && (
        <div role="presentation" className={own.content} style={contentStyle}>
          <GridHead from={from} days={days} today={today} corner={corner} widths={widths} classes={own} />
          {underlay}
          <div role="rowgroup" {...rows} />
          {overlay}
        </div>
      )}
    </div>
  );
}

const GridHead = memo(function GridHead({ from, days, today, corner, widths, classes: own }: HeadProps) {
  return (
    <div role="rowgroup" className={own.head}>
      <div role="row" aria-rowindex={1} className={own.headRow}>
        <div
          role="columnheader"
          className={joinClasses(classes.corner, own.corner)}
          style={{ width: widths?.unit }}
        >
          {corner}
        </div>
        {daysFrom(from, days).map((day) => (
          <div
            role="columnheader"
            key={day.date}
            className={joinClasses(classes.day, own.day)}
            style={{ width: widths?.day }}
            aria-label={day.label}
            aria-current={day.date === today ? "date" : undefined}
            data-weekend={day.isWeekend || undefined}
          >
            <span>{day.weekday}</span>
            <strong>{day.number}</strong>
            <span>{day.month}</span>
          </div>
        ))}
      </div>
    </div>
  );
});

interface RowProps extends ComponentPropsWithRef<"div"> {
  row: number;
  /** The content of the row header. */
  header: ReactNode;
  headerClass?: string | undefined;
  headerTitle?: string;
  headerWidth?: number;
}

/** The row of a unit: its header, and its cells as children. */
export function UnitRow({ row, header, headerClass, headerTitle, headerWidth, children, ...rest }: RowProps) {
  return (
    <div {...rest} role="row" aria-rowindex={row + 2}>
      <div
        role="rowheader"
        className={joinClasses(classes.unit, headerClass)}
        style={{ width: headerWidth }}
        title={headerTitle}
      >
        {header}
      </div>
      {children}
    </div>
  );
}

function joinClasses(shared: string | undefined, own: string | undefined): string {
  return own ? `${shared} ${own}` : `${shared}`;
}
