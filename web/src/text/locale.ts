// The active locale for formatting dates, numbers and money.
import { i18n } from "@lingui/core";

export const SOURCE_LOCALE = "en";

/** The name of the active locale in dayjs. */
export function calendarLocale(): string {
  return i18n.locale.toLowerCase();
}

/** The locale that formats dates, numbers and money. English uses `en-GB`, for dates such as `2 May 2027`. */
export function formatLocale(): string {
  return i18n.locale === SOURCE_LOCALE ? "en-GB" : i18n.locale;
}
