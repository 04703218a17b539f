// Formats and calculates dates. A date is `YYYY-MM-DD` text without a time zone, and is never parsed as local
// time.
import { formatLocale } from "../text/locale";

export type IsoDate = string;

const DAY_MS = 86_400_000;

function toUtc(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function toIsoDate(date: Date): IsoDate {
  return date.toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Cached, because creating a format takes a hundred times longer than using it, and a board formats hundreds
 * of dates.
 */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${options.timeZone} ${options.dateStyle} ${options.timeStyle} ${options.weekday}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

/** `Sun 2 May 2027`, in any time zone of the browser. */
export function formatDate(date: IsoDate, locale = formatLocale()): string {
  const options = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  } as const;
  return formatOf(locale, options).format(toUtc(date)).replace(",", "");
}

/** The date `days` later, or earlier if negative. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return toIsoDate(new Date(toUtc(date).getTime() + days * DAY_MS));
}

/** Nights between two dates. */
export function nightsBetween(checkIn: IsoDate, checkOut: IsoDate): number {
  return Math.round((toUtc(checkOut).getTime() - toUtc(checkIn).getTime()) / DAY_MS);
}

/** Today at the property: the business date in its time zone. */
export function todayIn(timezone: string, now: Date = new Date()): IsoDate {
  const options = { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return formatOf("en-CA", options).format(now);
}

/** A moment in the property's time zone: `2 May 2027, 15:30`. */
export function formatMoment(moment: string, timezone: string, locale = formatLocale()): string {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: timezone } as const;
  return formatOf(locale, options).format(new Date(moment));
}

/** The time of day of a moment in the property's time zone: `15:30`. */
export function formatTime(moment: string, timezone: string, locale = formatLocale()): string {
  const options = { timeStyle: "short", timeZone: timezone } as const;
  return formatOf(locale, options).format(new Date(moment));
}
