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
  holdMinutes: msg`Minutes a guest's booking is held`,
  agentHoldMinutes: msg`Minutes an agent's booking is held`,
  holdHint: msg`Until it is confirmed. From 5 to 10,080 (a week).`,
  saved: msg`The settings are saved.`,
});
