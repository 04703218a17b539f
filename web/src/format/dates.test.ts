import { expect, test } from "vitest";
import { addDays, formatDate, formatMoment, nightsBetween, todayIn } from "./dates";

test("the end of summer time does not change the number of nights", () => {
  expect(nightsBetween("2024-10-26", "2024-10-28")).toBe(2);
  expect(addDays("2024-10-26", 1)).toBe("2024-10-27");
  expect(addDays("2024-12-31", 1)).toBe("2025-01-01");
});

test("today is the date at the property, not in the browser", () => {
  const moment = new Date("2026-07-01T20:30:00Z");
  expect(
    ["Asia/Karachi", "Pacific/Kiritimati", "America/Los_Angeles"].map((zone) => todayIn(zone, moment)),
  ).toEqual(["2026-07-02", "2026-07-02", "2026-07-01"]);
});

test("a date has no time zone, a moment is shown in the time zone of the property", () => {
  expect(formatDate("2027-05-02")).toBe("Sun 2 May 2027");
  expect(formatMoment("2027-05-02T20:30:00Z", "Asia/Karachi")).toBe("3 May 2027, 01:30");
});
