// The moments at which a date begins and ends in a time zone, as UTC timestamps.
import { addDays, type IsoDate } from "./dates";

function utcOffset(moment: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(moment);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? "00";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const time = `${part("hour")}:${part("minute")}:${part("second")}`;
  return Date.parse(`${date}T${time}Z`) - moment;
}

/** The moment at which a date begins in a time zone. */
export function startOfDay(date: IsoDate, timezone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // On the day of a clock change the first guess may use the offset before or after it. The second one is
  // right.
  const guess = midnight - utcOffset(midnight, timezone);
  return new Date(midnight - utcOffset(guess, timezone)).toISOString();
}

/** The moment at which the next date begins in a time zone. */
export function endOfDay(date: IsoDate, timezone: string): string {
  return startOfDay(addDays(date, 1), timezone);
}
