// biome-ignore-all lint/a11y/useSemanticElements: the cells of a grid of elements without a table
import { Group, Text } from "@mantine/core";
import { memo } from "react";
import { daysFrom } from "../../components/grid/days";
import { UnitDayGrid, UnitRow } from "../../components/grid/UnitDayGrid";
import { addDays, type IsoDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { sellTexts } from "../../text/signed-in/sell";
import type { Choice } from "./choice";
import classes from "./sell.module.css";
import { nightState, useNights } from "./useNights";
import type { Vacancy } from "./vacancies";

const GRID_CLASSES = {
  scroller: classes.scroller,
  content: classes.content,
  head: classes.head,
  headRow: classes.row,
  corner: classes.corner,
  day: classes.day,
};

interface Props {
  units: Vacancy[];
  from: IsoDate;
  days: number;
  today: IsoDate;
  people: number;
  choice: Choice | null;
  onChoose: (choice: Choice | null) => void;
  /** What is shown is of another window; the right one is on its way. */
  old: boolean;
}

/** Units down, nights across: free, taken or chosen, and nothing else. */
export function VacancyGrid({ units, from, days, today, people, choice, onChoose, old }: Props) {
  const dates = daysFrom(from, days).map(({ date }) => date);
  const { cursor, handlers } = useNights({ units, dates, choice, onChoose });
  return (
    <UnitDayGrid
      label={sellTexts.grid}
      corner={sellTexts.units}
      from={from}
      days={days}
      today={today}
      units={units.length}
      classes={GRID_CLASSES}
      data-old={old || undefined}
      aria-busy={old}
      {...handlers}
      rows={{
        className: classes.rows,
        children: units.map((unit, row) => (
          <VacancyRow
            key={unit.id}
            unit={unit}
            row={row}
            from={from}
            days={days}
            small={unit.sleeps < people}
            choice={choice?.unit === unit.id ? choice : null}
            cursor={cursor.row === row ? cursor.column : null}
          />
        )),
      }}
    />
  );
}

interface RowProps {
  unit: Vacancy;
  row: number;
  from: IsoDate;
  days: number;
  small: boolean;
  choice: Choice | null;
  cursor: number | null;
}

/** Drawn again only when something of its own has changed: there may be two hundred of them. */
const VacancyRow = memo(function VacancyRow({ unit, row, from, days, small, choice, cursor }: RowProps) {
  return (
    <UnitRow
      row={row}
      className={classes.row}
      data-small={small || undefined}
      headerClass={classes.unit}
      header={
        <>
          <span>{unit.name}</span>
          <span className={classes.quiet}>
            {sellTexts.sleeps(unit.sleeps)}
            {small ? `: ${sellTexts.tooSmall}` : ""}
            <span className={classes.price}>{formatMoney(unit.price)}</span>
          </span>
        </>
      }
    >
      {daysFrom(from, days).map(({ date, label, isWeekend }, column) => {
        const state = nightState(unit, date, choice);
        return (
          <div
            key={date}
            role="gridcell"
            className={classes.cell}
            tabIndex={cursor === column ? 0 : -1}
            aria-label={`${unit.name}, ${label}, ${state === "taken" ? sellTexts.taken : sellTexts.free}`}
            aria-selected={state === "chosen"}
            aria-disabled={state === "taken" || undefined}
            data-row={row}
            data-column={column}
            data-state={state}
            data-weekend={isWeekend || undefined}
            data-first={(state === "chosen" && choice?.stay.checkIn === date) || undefined}
            data-last={
              (state === "chosen" && choice && addDays(date, 1) === choice.stay.checkOut) || undefined
            }
          >
            <span aria-hidden className={classes.mark} />
          </div>
        );
      })}
    </UnitRow>
  );
});

export function Legend({ touch }: { touch: boolean }) {
  return (
    <Group gap="lg" justify="space-between">
      <Text size="sm" c="dimmed">
        {touch ? sellTexts.howTouch : sellTexts.howPointer}
      </Text>
      <Group gap="md" aria-hidden>
        {(["free", "taken", "chosen"] as const).map((state) => (
          <Group key={state} gap={6}>
            <span className={classes.sample} data-state={state}>
              <span className={classes.mark} />
            </span>
            <Text size="sm">{sellTexts.legend[state]}</Text>
          </Group>
        ))}
      </Group>
    </Group>
  );
}
