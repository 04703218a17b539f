// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid (WAI-ARIA)
// biome-ignore-all lint/a11y/useSemanticElements: the same
import { Group, Text } from "@mantine/core";
import { memo } from "react";
import { addDays, formatDate, type IsoDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { sellTexts } from "../../text/signed-in/sell";
import type { Choice } from "./choice";
import classes from "./sell.module.css";
import { nightState, useNights } from "./useNights";
import type { Vacancy } from "./vacancies";

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

interface Day {
  date: IsoDate;
  said: string;
  weekend: boolean;
}

/** Units down, nights across: free, taken or chosen, and nothing else. */
export function VacancyGrid({ units, from, days, today, people, choice, onChoose, old }: Props) {
  const dates = Array.from({ length: days }, (_, column) => dayOf(addDays(from, column)));
  const { cursor, handlers } = useNights({ units, dates: dates.map(({ date }) => date), choice, onChoose });
  return (
    <div className={classes.scroller} data-old={old || undefined} aria-busy={old}>
      <table
        role="grid"
        aria-label={sellTexts.grid}
        aria-rowcount={units.length + 1}
        className={classes.grid}
        {...handlers}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {sellTexts.units}
            </th>
            {dates.map((day) => (
              <DayHead key={day.date} day={day} today={today} />
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit, row) => (
            <UnitRow
              key={unit.id}
              unit={unit}
              row={row}
              from={from}
              days={days}
              small={unit.sleeps < people}
              choice={choice?.unit === unit.id ? choice : null}
              cursor={cursor.row === row ? cursor.column : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayHead({ day, today }: { day: Day; today: IsoDate }) {
  const [weekday, number, month] = day.said.split(" ");
  return (
    <th
      scope="col"
      className={classes.day}
      aria-label={day.said}
      aria-current={day.date === today ? "date" : undefined}
      data-weekend={day.weekend || undefined}
    >
      <span>{weekday}</span>
      <strong>{number}</strong>
      <span>{month}</span>
    </th>
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
const UnitRow = memo(function UnitRow({ unit, row, from, days, small, choice, cursor }: RowProps) {
  return (
    <tr data-small={small || undefined}>
      <th scope="row" className={classes.unit}>
        <span>{unit.name}</span>
        <span className={classes.quiet}>
          {sellTexts.sleeps(unit.sleeps)}
          {small ? `: ${sellTexts.tooSmall}` : ""}
          <span className={classes.price}>{formatMoney(unit.price)}</span>
        </span>
      </th>
      {Array.from({ length: days }, (_, column) => {
        const { date, said, weekend } = dayOf(addDays(from, column));
        const state = nightState(unit, date, choice);
        return (
          <td
            key={date}
            role="gridcell"
            tabIndex={cursor === column ? 0 : -1}
            aria-label={`${unit.name}, ${said}, ${state === "taken" ? sellTexts.taken : sellTexts.free}`}
            aria-selected={state === "chosen"}
            aria-disabled={state === "taken" || undefined}
            data-row={row}
            data-column={column}
            data-state={state}
            data-weekend={weekend || undefined}
            data-first={(state === "chosen" && choice?.stay.checkIn === date) || undefined}
            data-last={(state === "chosen" && choice && addDays(date, 1) === choice.stay.checkOut) || undefined}
          >
            <span aria-hidden className={classes.mark} />
          </td>
        );
      })}
    </tr>
  );
});

const known = new Map<IsoDate, Day>();

function dayOf(date: IsoDate): Day {
  const found = known.get(date);
  if (found) return found;
  const said = formatDate(date);
  const day = { date, said, weekend: new Date(`${date}T00:00:00Z`).getUTCDay() % 6 === 0 };
  known.set(date, day);
  return day;
}

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
