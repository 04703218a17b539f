import { expect, test } from "vitest";
import { canPick, isFree, nearbyStays, nightsOf, withoutNights } from "./stay";

const taken = new Set(["2027-05-10", "2027-05-11", "2027-05-20"]);

test("the day of check-out is not a night of the stay", () => {
  expect(nightsOf({ checkIn: "2027-05-08", checkOut: "2027-05-10" })).toEqual(["2027-05-08", "2027-05-09"]);
});

test("stays may share the day of check-out and check-in", () => {
  expect(isFree({ checkIn: "2027-05-08", checkOut: "2027-05-10" }, taken)).toBe(true);
  expect(isFree({ checkIn: "2027-05-12", checkOut: "2027-05-13" }, taken)).toBe(true);
  expect(isFree({ checkIn: "2027-05-09", checkOut: "2027-05-11" }, taken)).toBe(false);
});

test("the first date needs a free night, the second one needs free nights between", () => {
  expect(canPick("2027-05-10", null, taken)).toBe(false);
  expect(canPick("2027-05-09", null, taken)).toBe(true);
  expect(canPick("2027-05-10", "2027-05-08", taken)).toBe(true);
  expect(canPick("2027-05-11", "2027-05-08", taken)).toBe(false);
  expect(canPick("2027-05-12", "2027-05-15", taken)).toBe(true);
  expect(canPick("2027-05-11", "2027-05-15", taken)).toBe(false);
});

test("a stay is not longer than the API allows", () => {
  expect(canPick("2028-06-01", "2027-06-01", new Set())).toBe(false);
});

test("a visitor picks no longer stay and no later arrival than the property allows", () => {
  const limits = { longest: 3, latest: "2027-06-10" };
  expect(canPick("2027-06-10", null, new Set(), limits)).toBe(true);
  expect(canPick("2027-06-11", null, new Set(), limits)).toBe(false);
  expect(canPick("2027-06-13", "2027-06-10", new Set(), limits)).toBe(true);
  expect(canPick("2027-06-14", "2027-06-10", new Set(), limits)).toBe(false);
});

test("nearby stays are free, of the same length, nearest first, and not in the past", () => {
  const stay = { checkIn: "2027-05-10", checkOut: "2027-05-12" };
  expect(nearbyStays(stay, taken, "2027-05-08", 3)).toEqual([
    { checkIn: "2027-05-12", checkOut: "2027-05-14" },
    { checkIn: "2027-05-08", checkOut: "2027-05-10" },
    { checkIn: "2027-05-13", checkOut: "2027-05-15" },
  ]);
});

test("the own nights of a booking do not count as taken", () => {
  const own = { checkIn: "2027-05-10", checkOut: "2027-05-12" };
  expect([...withoutNights(taken, own)]).toEqual(["2027-05-20"]);
});
