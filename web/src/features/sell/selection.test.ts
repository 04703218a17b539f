import { expect, test } from "vitest";
import { type Selection, selectNight, stayBetween } from "./selection";
import type { Vacancy } from "./vacancies";

const tent: Vacancy = {
  id: "tent",
  name: "Tent",
  sleeps: 2,
  price: { amount: 1, currency: "PKR" },
  taken: [{ from: "2027-05-05", to: "2027-05-07" }],
};
const cabin = { ...tent, id: "cabin", taken: [] };
const of = (unit: string, checkIn: string, checkOut: string): Selection => ({
  unit,
  stay: { checkIn, checkOut },
});

test("two nights in any order select the stay between them", () => {
  const one = selectNight(null, tent, "2027-05-02");
  expect(one).toEqual(of("tent", "2027-05-02", "2027-05-03"));
  expect(selectNight(one, tent, "2027-05-04")).toEqual(of("tent", "2027-05-02", "2027-05-05"));
  expect(selectNight(one, tent, "2027-04-30")).toEqual(of("tent", "2027-04-30", "2027-05-03"));
});

test("a taken night changes nothing, and no stay contains one", () => {
  const one = selectNight(null, tent, "2027-05-04");
  expect(selectNight(one, tent, "2027-05-05")).toBe(one);
  expect(selectNight(one, tent, "2027-05-07")).toEqual(of("tent", "2027-05-07", "2027-05-08"));
  expect(stayBetween(tent, "2027-05-04", "2027-05-07")).toBeNull();
});

test("a selected night or another unit starts a new selection", () => {
  const long = of("tent", "2027-05-01", "2027-05-04");
  expect(selectNight(long, tent, "2027-05-02")).toEqual(of("tent", "2027-05-02", "2027-05-03"));
  expect(selectNight(long, cabin, "2027-05-05")).toEqual(of("cabin", "2027-05-05", "2027-05-06"));
});

test("a stay has at most the maximum number of nights", () => {
  expect(stayBetween(cabin, "2027-05-01", "2028-04-29")?.checkOut).toBe("2028-04-30");
  expect(stayBetween(cabin, "2027-05-01", "2028-04-30")).toBeNull();
});
