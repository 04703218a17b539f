// Where a day of the property begins in the time of the world.
import { addDays, type IsoDate } from "./dates";

function offsetAt(moment: number, timezone: string): number {
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
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "00";
  const wall = `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`;
  return Date.parse(wall) - moment;
}

/** The moment at which a date begins in a time zone. */
export function startOfDay(date: IsoDate, timezone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // The offset at the first guess may be that of the other side of a clock change.
  const guess = midnight - offsetAt(midnight, timezone);
  return new Date(midnight - offsetAt(guess, timezone)).toISOString();
}

/** The moment at which a date is over. */
export function endOfDay(date: IsoDate, timezone: string): string {
  return startOfDay(addDays(date, 1), timezone);
}
