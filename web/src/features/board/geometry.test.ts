import { expect, test } from "vitest";
import {
  columnAt,
  columnOf,
  dateOf,
  dragStay,
  type Frame,
  overlap,
  rowAt,
  spanOf,
  stayBetween,
  stayOfColumns,
  visibleRows,
} from "./geometry";

const frame: Frame = { from: "2027-03-25", days: 14, dayWidth: 40, rowHeight: 36 };
const stay = (checkIn: string, checkOut: string) => ({ checkIn, checkOut });

test("dates and columns convert into each other, also across a clock change", () => {
  for (const [date, column] of [
    ["2027-03-25", 0],
    ["2027-03-29", 4],
    ["2027-04-01", 7],
    ["2027-03-20", -5],
  ] as const) {
    expect(columnOf(frame, date)).toBe(column);
    expect(dateOf(frame, column)).toBe(date);
  }
});

test("bars of stays with the same turnover day touch and do not overlap", () => {
  const before = spanOf(frame, stay("2027-03-26", "2027-03-28"));
  const after = spanOf(frame, stay("2027-03-28", "2027-03-29"));
  expect(before).toEqual({ left: 60, width: 80, cutLeft: false, cutRight: false });
  expect(after).toEqual({ left: 140, width: 40, cutLeft: false, cutRight: false });
  expect(overlap(stay("2027-03-26", "2027-03-28"), stay("2027-03-28", "2027-03-29"))).toBe(false);
  expect(overlap(stay("2027-03-26", "2027-03-29"), stay("2027-03-28", "2027-03-29"))).toBe(true);
});

test("a bar is cut at the edges of the board, and not shown outside of it", () => {
  expect(spanOf(frame, stay("2027-03-20", "2027-03-25"))).toEqual({
    left: 0,
    width: 20,
    cutLeft: true,
    cutRight: false,
  });
  expect(spanOf(frame, stay("2027-04-07", "2027-04-20"))).toEqual({
    left: 540,
    width: 20,
    cutLeft: false,
    cutRight: true,
  });
  expect(spanOf(frame, stay("2027-03-20", "2027-03-24"))).toBeNull();
  expect(spanOf(frame, stay("2027-04-08", "2027-04-10"))).toBeNull();
});

test.each([
  [60, 150, "2027-03-26", "2027-03-28"],
  [150, 60, "2027-03-26", "2027-03-28"],
  [45, 79, "2027-03-26", "2027-03-27"],
  [-30, 20, "2027-03-25", "2027-03-26"],
  [510, 9999, "2027-04-06", "2027-04-07"],
  [550, 9999, "2027-04-07", "2027-04-08"],
])("dragging from %i to %i is a stay", (from, to, checkIn, checkOut) => {
  expect(stayBetween(frame, from, to)).toEqual({ checkIn, checkOut });
});

test("two columns in any order give a stay of at least one night", () => {
  expect(stayOfColumns(frame, 3, 1)).toEqual(stay("2027-03-26", "2027-03-28"));
  expect(stayOfColumns(frame, 3, 3)).toEqual(stay("2027-03-28", "2027-03-29"));
});

test.each([
  ["whole", 19, "2027-03-26", "2027-03-29"],
  ["whole", 21, "2027-03-27", "2027-03-30"],
  ["whole", -61, "2027-03-24", "2027-03-27"],
  ["start", 41, "2027-03-27", "2027-03-29"],
  ["start", 400, "2027-03-28", "2027-03-29"],
  ["start", -40, "2027-03-25", "2027-03-29"],
  ["end", 80, "2027-03-26", "2027-03-31"],
  ["end", -400, "2027-03-26", "2027-03-27"],
] as const)("dragging the %s by %i px", (grip, distance, checkIn, checkOut) => {
  expect(dragStay(frame, stay("2027-03-26", "2027-03-29"), grip, distance)).toEqual({ checkIn, checkOut });
});

test("a position has a column and a row, outside of the board the nearest ones", () => {
  expect([-5, 0, 39.9, 40, 559, 9999].map((x) => columnAt(frame, x))).toEqual([0, 0, 0, 1, 13, 13]);
  expect([-5, 0, 35, 36, 9999].map((y) => rowAt(frame, y, 5))).toEqual([0, 0, 0, 1, 4]);
});

test("the visible rows and some more are rendered", () => {
  expect(visibleRows(frame, 0, 360, 200)).toEqual([0, 16]);
  expect(visibleRows(frame, 3600, 360, 200)).toEqual([94, 116]);
  expect(visibleRows(frame, 99999, 360, 200)).toEqual([200, 200]);
  expect(visibleRows(frame, 0, 360, 3)).toEqual([0, 3]);
});
