// Names of months and weekdays for dayjs, which the calendars use and which does not read them from Intl.
import dayjs from "dayjs";

const DAY = 86_400_000;
const A_SUNDAY = Date.UTC(2023, 0, 1);

/** Registers a locale with dayjs under `locale.toLowerCase()`. */
export function registerCalendarLocale(locale: string): void {
  const namesOf = (options: Intl.DateTimeFormatOptions, moments: readonly number[]) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return moments.map((moment) => format.format(moment));
  };
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2023, month, 1));
  const weekdays = Array.from({ length: 7 }, (_, day) => A_SUNDAY + day * DAY);
  const names = {
    months: namesOf({ month: "long" }, months),
    monthsShort: namesOf({ month: "short" }, months),
    weekdays: namesOf({ weekday: "long" }, weekdays),
    weekdaysShort: namesOf({ weekday: "short" }, weekdays),
    weekdaysMin: namesOf({ weekday: "short" }, weekdays),
  };
  dayjs.locale(locale.toLowerCase(), names, true);
}
