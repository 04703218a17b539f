import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "./day-bounds";

test.each([
  ["2027-05-02", "Asia/Karachi", "2027-05-01T19:00:00.000Z"],
  ["2027-05-02", "UTC", "2027-05-02T00:00:00.000Z"],
  ["2027-05-02", "America/Los_Angeles", "2027-05-02T07:00:00.000Z"],
  ["2027-05-02", "Pacific/Kiritimati", "2027-05-01T10:00:00.000Z"],
  ["2024-03-31", "Europe/Berlin", "2024-03-30T23:00:00.000Z"],
  ["2024-04-01", "Europe/Berlin", "2024-03-31T22:00:00.000Z"],
])("%s begins in %s at %s", (date, zone, moment) => {
  expect(startOfDay(date, zone)).toBe(moment);
});

test("a day with a clock change has 23 or 25 hours", () => {
  const hours = (date: string) =>
    (Date.parse(endOfDay(date, "Europe/Berlin")) - Date.parse(startOfDay(date, "Europe/Berlin"))) / 3_600_000;
  expect([hours("2024-03-31"), hours("2024-10-27"), hours("2024-07-01")]).toEqual([23, 25, 24]);
});
