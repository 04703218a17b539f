import { expect, test } from "vitest";
import { calendarFile } from "./calendar-file";

const event = {
  id: "0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
  code: "SG-7KQ3MP",
  propertyName: "Starry Meadow",
  status: "CONFIRMED",
  checkIn: "2027-05-02",
  checkOut: "2027-05-04",
  version: 3,
  updatedAt: "2026-11-24T22:41:18.123456Z",
  summary: "Starry Meadow: Lake Tent",
  description: "Booking SG-7KQ3MP",
} as const;

const unfolded = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");

test("a stay covers whole days, without the day of check-out", () => {
  const lines = unfolded(calendarFile(event));
  expect(lines).toContain("DTSTART;VALUE=DATE:20270502");
  expect(lines).toContain("DTEND;VALUE=DATE:20270504");
  expect(lines).toContain("DTSTAMP:20261124T224118Z");
});

test("every line ends with CRLF and has at most 75 bytes", () => {
  const file = calendarFile({ ...event, summary: "Übernachtung im Zelt am See ⛺ ".repeat(9) });
  expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const lengths = file.split("\r\n").map((line) => new TextEncoder().encode(line).length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(75);
  expect(unfolded(file)).toContain(`SUMMARY:${"Übernachtung im Zelt am See ⛺ ".repeat(9)}`);
});

test("special characters are escaped, so that text cannot add lines or fields", () => {
  const file = calendarFile({ ...event, description: "a,b;c\\d\r\nEND:VEVENT\nx" });
  expect(unfolded(file)).toContain("DESCRIPTION:a\\,b\\;c\\\\d\\nEND:VEVENT\\nx");
});

test("the same booking keeps its UID when it changes, and a hold is tentative", () => {
  const uid = (file: string) => unfolded(file).find((line) => line.startsWith("UID:"));
  const moved = calendarFile({
    ...event,
    checkIn: "2027-06-02",
    checkOut: "2027-06-04",
    version: 4,
    status: "PENDING",
  });
  expect(uid(moved)).toBe(uid(calendarFile(event)));
  expect(unfolded(moved)).toContain("SEQUENCE:4");
  expect(unfolded(moved)).toContain("STATUS:TENTATIVE");
});
