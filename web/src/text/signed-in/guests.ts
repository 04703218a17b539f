// Texts of the list of guests.
import { msg, plural, t } from "@lingui/core/macro";
import "./english";
import { texts } from "../lazy";

export const guestsTexts = texts({
  title: msg`Guests`,
  search: msg`Search`,
  searchHint: msg`Name, e-mail address or phone number`,
  clear: msg`Show everybody`,
  none: msg`Nobody has booked yet.`,
  noneFound: msg`Nobody fits.`,
  name: msg`Name`,
  contact: msg`Contact`,
  bookings: msg`Bookings`,
  lastStay: msg`Last stay`,
  nextStay: msg`Next stay`,
  never: "–",
  counted: (count: number) => t`${plural(count, { one: "# booking", other: "# bookings" })}`,
  last: (day: string) => t`Last stay ${day}`,
  next: (day: string) => t`Next stay ${day}`,
  panel: msg`Guest`,
  gone: msg`There is no such guest.`,
  open: (code: string) => t`Open ${code}`,
});
