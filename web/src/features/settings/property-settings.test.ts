import { expect, test } from "vitest";
import { settingsOf, settingsPatch } from "./property-settings";

const property = {
  id: "1",
  name: "Starry Meadow",
  slug: "starry-meadow",
  timezone: "Asia/Karachi",
  currency: "PKR",
  checkInTime: "15:00",
  checkOutTime: "11:00",
  arrivalCutoff: null,
  holdMinutes: 60,
  agentHoldMinutes: 1440,
  visitorSharePercent: 40,
  visitorLongestStay: 28,
  visitorFurthestDays: 365,
  visitorMostUnits: 5,
};

test("only the changed settings are sent", () => {
  expect(settingsPatch(property, { ...settingsOf(property), holdMinutes: 90 })).toEqual({ holdMinutes: 90 });
  expect(settingsPatch(property, { ...settingsOf(property), visitorSharePercent: 25 })).toEqual({
    visitorSharePercent: 25,
  });
  expect(settingsPatch(property, settingsOf(property))).toEqual({});
});

test("an empty cut-off stands for the check-out time", () => {
  const settings = settingsOf(property);
  expect(settings.arrivalCutoff).toBe("");
  expect(settingsPatch(property, { ...settings, arrivalCutoff: "04:00" })).toEqual({
    arrivalCutoff: "04:00",
  });
  const early = { ...property, arrivalCutoff: "04:00" };
  expect(settingsPatch(early, { ...settingsOf(early), arrivalCutoff: "" })).toEqual({ arrivalCutoff: null });
});
