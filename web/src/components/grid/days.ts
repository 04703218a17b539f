// The days of a grid, with their labels in the active language.
import { addDays, formatDate, type IsoDate } from "../../format/dates";
import { formatLocale } from "../../text/locale";

export interface Day {
  date: IsoDate;
  /** The whole date, for screen readers. */
  label: string;
  weekday: string;
  number: string;
  month: string;
  isWeekend: boolean;
}

const cache = new Map<string, Day>();

/** The day with its labels. Cached, because formatting a date takes longer than rendering a cell. */
export function dayOf(date: IsoDate): Day {
  const key = `${formatLocale()} ${date}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const label = formatDate(date);
  const [weekday = "", number = "", month = ""] = label.split(" ");
  const day = { date, label, weekday, number, month, isWeekend: isWeekend(date) };
  cache.set(key, day);
  return day;
}

/** `count` days, beginning with `from`. */
export function daysFrom(from: IsoDate, count: number): Day[] {
  return Array.from({ length: count }, (_, column) => dayOf(addDays(from, column)));
}

/** Saturday or Sunday. */
export function isWeekend(date: IsoDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}
