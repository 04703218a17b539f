// Names of months and weekdays for the calendar library, which does not ask Intl itself.
import dayjs from "dayjs";

const DAY = 86_400_000;
const A_SUNDAY = Date.UTC(2023, 0, 1);

/** Makes the library's calendars speak a locale; `locale.toLowerCase()` is its name there. */
export function nameCalendar(locale: string): void {
  const named = (options: Intl.DateTimeFormatOptions, moments: readonly number[]) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return moments.map((moment) => format.format(moment));
  };
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2023, month, 1));
  const weekdays = Array.from({ length: 7 }, (_, day) => A_SUNDAY + day * DAY);
  const names = {
    months: named({ month: "long" }, months),
    monthsShort: named({ month: "short" }, months),
    weekdays: named({ weekday: "long" }, weekdays),
    weekdaysShort: named({ weekday: "short" }, weekdays),
    weekdaysMin: named({ weekday: "short" }, weekdays),
  };
  dayjs.locale(locale.toLowerCase(), names, true);
}
