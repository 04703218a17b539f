// The active locale, for whoever writes dates, numbers and money.
import { i18n } from "@lingui/core";

export const SOURCE = "en";

/** What the calendar library calls the active locale. */
export function calendarLocale(): string {
  return i18n.locale.toLowerCase();
}

/** Which locale dates, numbers and money are written by. English without a country writes dates as `2 May 2027`. */
export function formatLocale(): string {
  return i18n.locale === SOURCE ? "en-GB" : i18n.locale;
}
