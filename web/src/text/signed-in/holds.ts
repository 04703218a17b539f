// Texts of the page of visitors' holds.
import { msg, plural, t } from "@lingui/core/macro";
import "./english";
import { texts } from "../lazy";

function holds(count: number): string {
  return t`${plural(count, { one: "# hold", other: "# holds" })}`;
}

function unitNights(count: number): string {
  return t`${plural(count, { one: "# unit-night", other: "# unit-nights" })}`;
}

export const holdsTexts = texts({
  title: msg`Holds`,
  about: msg`Bookings of visitors that wait for your confirmation. Each hold ends by itself. When one guest or one network holds more than it can need, end all of its holds at once.`,
  by: { label: msg`Group by`, contact: msg`Guest`, network: msg`Network` },
  none: msg`No visitor holds anything.`,
  who: msg`Who`,
  amount: msg`How much`,
  nights: msg`Nights`,
  ends: msg`Holds end`,
  action: msg`Action`,
  network: (code: string) => t`Network ${code}`,
  more: (name: string, others: number) =>
    t`${plural(others, { one: `${name} and # other`, other: `${name} and # others` })}`,
  count: holds,
  unitNights,
  span: (first: string, last: string) => t`${first} to ${last}`,
  endsAt: (moments: string) => t`Ends ${moments}`,
  end: (count: number) => t`${plural(count, { one: "End # hold", other: "End # holds" })}`,
  endOf: (count: number, who: string) =>
    t`${plural(count, { one: `End # hold of ${who}`, other: `End # holds of ${who}` })}`,
  question: (count: number, who: string) =>
    t`${plural(count, { one: `End # hold of ${who}?`, other: `End # holds of ${who}?` })}`,
  why: (units: string, nights: string, span: string) =>
    t`${units} for ${nights} (${span}) become free at once, and the bookings are cancelled. This cannot be taken back.`,
  keep: msg`Keep them`,
  done: (count: number) =>
    t`${plural(count, { one: "# hold has ended. Its nights are free.", other: "# holds have ended. Their nights are free." })}`,
});
