import { msg } from "@lingui/core/macro";
import "./english";
import { texts } from "../lazy";

export const settingsTexts = texts({
  title: msg`Settings`,
  empty: msg`There is no property yet.`,
  name: msg`Name`,
  slug: msg`Short name in addresses`,
  slugHint: msg`Small letters, digits and hyphens.`,
  timezone: msg`Time zone`,
  timezoneHint: msg`Where the property is. Nights, today and all times follow it.`,
  noZone: msg`No such zone`,
  currency: msg`Currency`,
  currencyHint: msg`Prices are counted in it, so it never changes.`,
  checkInTime: msg`Check-in from`,
  checkOutTime: msg`Check-out until`,
  arrivalCutoff: msg`Late arrivals until`,
  arrivalCutoffHint: msg`Guests can check in for last night, and staff can sell it, until this time of the day. Empty: until the check-out time.`,
  holdMinutes: msg`Minutes a guest's booking is held`,
  agentHoldMinutes: msg`Minutes an agent's booking is held`,
  holdHint: msg`Until it is confirmed. From 5 to 10,080 (a week).`,
  visitors: msg`Bookings of visitors`,
  visitorsHint: msg`A visitor's booking holds its units until you confirm it. These limits keep anybody from holding them all. They do not apply to staff and agents. The more a guest without an account holds, the shorter the next hold lasts, down to 10 minutes.`,
  visitorLongestStay: msg`Longest stay, in nights`,
  visitorFurthestDays: msg`Latest arrival, in days from today`,
  visitorMostUnits: msg`Most units in one booking`,
  visitorSharePercent: msg`Share of a night, in percent`,
  shareHint: msg`Of the units that are free on a night, how many visitors hold together at most. Rounded up, so the last free unit can always be booked.`,
  saved: msg`The settings are saved.`,
});
