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
  holdMinutes: 60,
  agentHoldMinutes: 1440,
};

test("only the changed settings are sent", () => {
  expect(settingsPatch(property, { ...settingsOf(property), holdMinutes: 90 })).toEqual({ holdMinutes: 90 });
  expect(settingsPatch(property, settingsOf(property))).toEqual({});
});
