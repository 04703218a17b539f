import { expect, test } from "vitest";
import { addDays, formatDate, formatMoment, nightsBetween, todayIn } from "./dates";

test("a stay over the end of summer time has as many nights as dates", () => {
  expect(nightsBetween("2024-10-26", "2024-10-28")).toBe(2);
  expect(addDays("2024-10-26", 1)).toBe("2024-10-27");
  expect(addDays("2024-12-31", 1)).toBe("2025-01-01");
});

test("today is the property's and not the browser's", () => {
  const moment = new Date("2026-07-01T20:30:00Z");
  expect(
    ["Asia/Karachi", "Pacific/Kiritimati", "America/Los_Angeles"].map((zone) => todayIn(zone, moment)),
  ).toEqual(["2026-07-02", "2026-07-02", "2026-07-01"]);
});

test("a date is shown as it is written, a moment in the property's zone", () => {
  expect(formatDate("2027-05-02")).toBe("Sun 2 May 2027");
  expect(formatMoment("2027-05-02T20:30:00Z", "Asia/Karachi")).toBe("3 May 2027, 01:30");
});
