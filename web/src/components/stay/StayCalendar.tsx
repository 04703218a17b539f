import { Stack, Text } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { CALENDAR_DAYS } from "../../api/calendar";
import { addDays, formatDate, type IsoDate } from "../../format/dates";
import { canPick, type Stay, type StayLimits, type TakenNights } from "../../format/stay";
import { t } from "../../text/texts";
import classes from "./StayCalendar.module.css";

export interface StayCalendarProps {
  stay: Stay | null;
  onChange: (stay: Stay | null) => void;
  /** Today at the property, the earliest check-in date. */
  today: IsoDate;
  taken?: TakenNights;
  months?: number;
  /** What this person may book, where the property limits it. */
  limits?: StayLimits | undefined;
}

const NONE: TakenNights = new Set();

/** The last day that can be selected: it is not known which nights after the calendar's end are taken. */
function lastDay(today: IsoDate, limits: StayLimits | undefined): IsoDate {
  const horizon = addDays(today, CALENDAR_DAYS);
  const last = limits ? addDays(limits.latest, limits.longest) : horizon;
  return [last, horizon].sort()[0] ?? horizon;
}

/** A calendar that selects check-in and check-out. A stay may end on a day whose night is taken. */
export function StayCalendar({ stay, onChange, today, taken = NONE, months = 1, limits }: StayCalendarProps) {
  const [first, setFirst] = useState<IsoDate | null>(null);
  const value: [IsoDate | null, IsoDate | null] = first
    ? [first, null]
    : [stay?.checkIn ?? null, stay?.checkOut ?? null];
  return (
    <Stack gap="xs" align="flex-start">
      <DatePicker
        type="range"
        value={value}
        onChange={([from, to]) => {
          const isComplete = from !== null && to !== null;
          setFirst(isComplete ? null : from);
          if (isComplete) onChange({ checkIn: from, checkOut: to });
        }}
        defaultDate={stay?.checkIn ?? today}
        minDate={today}
        maxDate={lastDay(today, limits)}
        excludeDate={(date) => !canPick(date, first, taken, limits)}
        getDayProps={(date) => (taken.has(date) ? { "data-taken": true } : {})}
        getDayAriaLabel={(date) =>
          taken.has(date) ? `${formatDate(date)}, ${t.guest.stay.taken}` : formatDate(date)
        }
        ariaLabels={{ previousMonth: t.guest.stay.previous, nextMonth: t.guest.stay.next }}
        weekendDays={[]}
        maxLevel="month"
        numberOfColumns={months}
        hideOutsideDates
        size="md"
        className={classes.calendar}
      />
      <Text size="sm" c="dimmed" aria-live="polite" mih={22}>
        {first ? t.guest.stay.pickSecond : stay ? "" : t.guest.stay.pickFirst}
      </Text>
    </Stack>
  );
}
