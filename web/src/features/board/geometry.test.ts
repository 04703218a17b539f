import { expect, test } from "vitest";
import {
  columnAt,
  columnOf,
  dateOf,
  dragged,
  edgeSpeed,
  type Frame,
  overlap,
  rowAt,
  rowsInSight,
  spanOf,
  stayBetween,
  stayOfColumns,
} from "./geometry";

const frame: Frame = { from: "2027-03-25", days: 14, dayWidth: 40, rowHeight: 36 };
const stay = (checkIn: string, checkOut: string) => ({ checkIn, checkOut });

test("a date has a column and a column a date, also over the end of winter time", () => {
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

test("two stays with the same turnover day touch and do not overlap", () => {
  const before = spanOf(frame, stay("2027-03-26", "2027-03-28"));
  const after = spanOf(frame, stay("2027-03-28", "2027-03-29"));
  expect(before).toEqual({ left: 60, width: 80, cutLeft: false, cutRight: false });
  expect(after).toEqual({ left: 140, width: 40, cutLeft: false, cutRight: false });
  expect(overlap(stay("2027-03-26", "2027-03-28"), stay("2027-03-28", "2027-03-29"))).toBe(false);
  expect(overlap(stay("2027-03-26", "2027-03-29"), stay("2027-03-28", "2027-03-29"))).toBe(true);
});

test("a stay that goes on beyond the board is cut, and one that is elsewhere is not drawn", () => {
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

test("columns in either order are a stay of at least a night", () => {
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
  expect(dragged(frame, stay("2027-03-26", "2027-03-29"), grip, distance)).toEqual({ checkIn, checkOut });
});

test("a place on the board has a column and a row, and outside of it the nearest", () => {
  expect([-5, 0, 39.9, 40, 559, 9999].map((x) => columnAt(frame, x))).toEqual([0, 0, 0, 1, 13, 13]);
  expect([-5, 0, 35, 36, 9999].map((y) => rowAt(frame, y, 5))).toEqual([0, 0, 0, 1, 4]);
});

test("only rows in sight are drawn, and a few more", () => {
  expect(rowsInSight(frame, 0, 360, 200)).toEqual([0, 16]);
  expect(rowsInSight(frame, 3600, 360, 200)).toEqual([94, 116]);
  expect(rowsInSight(frame, 99999, 360, 200)).toEqual([200, 200]);
  expect(rowsInSight(frame, 0, 360, 3)).toEqual([0, 3]);
});

test("a drag scrolls towards the edge it is near, faster the nearer, and not in the middle", () => {
  expect(edgeSpeed(500, 100, 900)).toBe(0);
  expect(edgeSpeed(156, 100, 900)).toBeCloseTo(0);
  expect(edgeSpeed(844, 100, 900)).toBeCloseTo(0);
  expect(edgeSpeed(128, 100, 900)).toBeCloseTo(-225);
  expect(edgeSpeed(872, 100, 900)).toBeCloseTo(225);
  expect(edgeSpeed(100, 100, 900)).toBe(-900);
  expect(edgeSpeed(900, 100, 900)).toBe(900);
});

test("beyond an edge it is as fast as at the edge, and a narrow board has narrow edges", () => {
  expect(edgeSpeed(-4000, 100, 900)).toBe(-900);
  expect(edgeSpeed(4000, 100, 900)).toBe(900);
  expect(edgeSpeed(45, 0, 90)).toBe(0);
  expect(edgeSpeed(5, 10, 10)).toBe(0);
});
