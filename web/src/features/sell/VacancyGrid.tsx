// biome-ignore-all lint/a11y/useSemanticElements: the grid is made of ARIA roles
import { Group, Text } from "@mantine/core";
import { memo } from "react";
import { daysFrom } from "../../components/grid/days";
import { UnitDayGrid, UnitRow } from "../../components/grid/UnitDayGrid";
import { addDays, type IsoDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { sellTexts } from "../../text/signed-in/sell";
import { nightState, type Selection } from "./selection";
import classes from "./sell.module.css";
import { useNightSelection } from "./useNightSelection";
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
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  /** Whether the units are those of the previous dates, shown while the new ones load. */
  isPlaceholder: boolean;
}

/** A grid of units and nights, each free, taken or selected. */
export function VacancyGrid({ units, from, days, today, people, selection, onSelect, isPlaceholder }: Props) {
  const dates = daysFrom(from, days).map(({ date }) => date);
  const { cursor, gridProps } = useNightSelection({ units, dates, selection, onSelect });
  return (
    <UnitDayGrid
      label={sellTexts.grid}
      corner={sellTexts.units}
      from={from}
      days={days}
      today={today}
      units={units.length}
      classes={GRID_CLASSES}
      data-old={isPlaceholder || undefined}
      aria-busy={isPlaceholder}
      {...gridProps}
      rows={{
        className: classes.rows,
        children: units.map((unit, row) => (
          <VacancyRow
            key={unit.id}
            unit={unit}
            row={row}
            from={from}
            days={days}
            isTooSmall={unit.sleeps < people}
            selection={selection?.unit === unit.id ? selection : null}
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
  isTooSmall: boolean;
  selection: Selection | null;
  cursor: number | null;
}

/** Memoized, because there may be two hundred rows. */
const VacancyRow = memo(function VacancyRow({
  unit,
  row,
  from,
  days,
  isTooSmall,
  selection,
  cursor,
}: RowProps) {
  return (
    <UnitRow
      row={row}
      className={classes.row}
      data-small={isTooSmall || undefined}
      headerClass={classes.unit}
      header={
        <>
          <span>{unit.name}</span>
          <span className={classes.quiet}>
            {sellTexts.sleeps(unit.sleeps)}
            {isTooSmall ? `: ${sellTexts.tooSmall}` : ""}
            <span className={classes.price}>{formatMoney(unit.price)}</span>
          </span>
        </>
      }
    >
      {daysFrom(from, days).map(({ date, label, isWeekend }, column) => {
        const state = nightState(unit, date, selection);
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
            data-first={(state === "chosen" && selection?.stay.checkIn === date) || undefined}
            data-last={
              (state === "chosen" && selection && addDays(date, 1) === selection.stay.checkOut) || undefined
            }
          >
            <span aria-hidden className={classes.mark} />
          </div>
        );
      })}
    </UnitRow>
  );
});

export function Legend({ isTouch }: { isTouch: boolean }) {
  return (
    <Group gap="lg" justify="space-between">
      <Text size="sm" c="dimmed">
        {isTouch ? sellTexts.howTouch : sellTexts.howPointer}
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
