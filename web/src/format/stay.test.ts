import { expect, test } from "vitest";
import { canPick, isFree, nearStays, nightsOf, withoutNights } from "./stay";

const taken = new Set(["2027-05-10", "2027-05-11", "2027-05-20"]);

test("check-out is not a night", () => {
  expect(nightsOf({ checkIn: "2027-05-08", checkOut: "2027-05-10" })).toEqual(["2027-05-08", "2027-05-09"]);
});

test("a stay may end on the day another begins, and begin on the day another ends", () => {
  expect(isFree({ checkIn: "2027-05-08", checkOut: "2027-05-10" }, taken)).toBe(true);
  expect(isFree({ checkIn: "2027-05-12", checkOut: "2027-05-13" }, taken)).toBe(true);
  expect(isFree({ checkIn: "2027-05-09", checkOut: "2027-05-11" }, taken)).toBe(false);
});

test("the first date needs a free night, the second one free nights between", () => {
  expect(canPick("2027-05-10", null, taken)).toBe(false);
  expect(canPick("2027-05-09", null, taken)).toBe(true);
  expect(canPick("2027-05-10", "2027-05-08", taken)).toBe(true);
  expect(canPick("2027-05-11", "2027-05-08", taken)).toBe(false);
  expect(canPick("2027-05-12", "2027-05-15", taken)).toBe(true);
  expect(canPick("2027-05-11", "2027-05-15", taken)).toBe(false);
});

test("no stay is longer than the API allows", () => {
  expect(canPick("2028-06-01", "2027-06-01", new Set())).toBe(false);
});

test("a visitor picks no longer stay and no later arrival than the property allows", () => {
  const limits = { longest: 3, latest: "2027-06-10" };
  expect(canPick("2027-06-10", null, new Set(), limits)).toBe(true);
  expect(canPick("2027-06-11", null, new Set(), limits)).toBe(false);
  expect(canPick("2027-06-13", "2027-06-10", new Set(), limits)).toBe(true);
  expect(canPick("2027-06-14", "2027-06-10", new Set(), limits)).toBe(false);
});

test("near stays are free, as long as the wanted one, the nearest first, and never in the past", () => {
  const wanted = { checkIn: "2027-05-10", checkOut: "2027-05-12" };
  expect(nearStays(wanted, taken, "2027-05-08", 3)).toEqual([
    { checkIn: "2027-05-12", checkOut: "2027-05-14" },
    { checkIn: "2027-05-08", checkOut: "2027-05-10" },
    { checkIn: "2027-05-13", checkOut: "2027-05-15" },
  ]);
});

test("a booking may keep its own nights", () => {
  const own = { checkIn: "2027-05-10", checkOut: "2027-05-12" };
  expect([...withoutNights(taken, own)]).toEqual(["2027-05-20"]);
});
