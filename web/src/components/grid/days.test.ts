import { expect, test } from "vitest";
import { dayOf, daysFrom, isWeekend } from "./days";

test("a day has its label and the parts of the label", () => {
  expect(dayOf("2027-05-01")).toEqual({
    date: "2027-05-01",
    label: "Sat 1 May 2027",
    weekday: "Sat",
    number: "1",
    month: "May",
    isWeekend: true,
  });
});

test("days continue across the end of a month", () => {
  expect(daysFrom("2027-04-30", 3).map(({ date }) => date)).toEqual([
    "2027-04-30",
    "2027-05-01",
    "2027-05-02",
  ]);
});

test("Saturday and Sunday are the weekend", () => {
  const week = daysFrom("2027-05-03", 7).map(({ date }) => isWeekend(date));
  expect(week).toEqual([false, false, false, false, false, true, true]);
});
