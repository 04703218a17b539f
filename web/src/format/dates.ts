// Dates of the property as people read them. A date is `YYYY-MM-DD` text and has no time zone; it is never made from a moment.
import { formatLocale } from "../text/locale";

export type IsoDate = string;

const DAY = 86_400_000;

function utc(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function text(date: Date): IsoDate {
  return date.toISOString().slice(0, 10);
}

const made = new Map<string, Intl.DateTimeFormat>();

/** Made once: making one costs a hundred times what using it does, and a board writes hundreds of dates. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${options.timeZone} ${options.dateStyle} ${options.timeStyle} ${options.weekday}`;
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    made.set(key, found);
  }
  return found;
}

/** `Mon 2 May 2027`, whatever zone the browser is in. */
export function formatDate(date: IsoDate, locale = formatLocale()): string {
  const form = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  } as const;
  return formatOf(locale, form).format(utc(date)).replace(",", "");
}

/** The date so many days later. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return text(new Date(utc(date).getTime() + days * DAY));
}

/** Nights between two dates. */
export function nightsBetween(checkIn: IsoDate, checkOut: IsoDate): number {
  return Math.round((utc(checkOut).getTime() - utc(checkIn).getTime()) / DAY);
}

/** Today at the property: the business date in its time zone. */
export function todayIn(timezone: string, now: Date = new Date()): IsoDate {
  const form = { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return formatOf("en-CA", form).format(now);
}

/** A moment in the property's time zone: `2 May 2027, 15:30`. */
export function formatMoment(moment: string, timezone: string, locale = formatLocale()): string {
  const form = { dateStyle: "medium", timeStyle: "short", timeZone: timezone } as const;
  return formatOf(locale, form).format(new Date(moment));
}

/** The time of day of a moment in the property's time zone: `15:30`. */
export function formatTime(moment: string, timezone: string, locale = formatLocale()): string {
  const form = { timeStyle: "short", timeZone: timezone } as const;
  return formatOf(locale, form).format(new Date(moment));
}
