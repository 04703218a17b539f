import { expect, test } from "vitest";
import { between, type Choice, pick } from "./choice";
import type { Vacancy } from "./vacancies";

const tent: Vacancy = {
  id: "tent",
  name: "Tent",
  sleeps: 2,
  price: { amount: 1, currency: "PKR" },
  taken: [{ from: "2027-05-05", to: "2027-05-07" }],
};
const cabin = { ...tent, id: "cabin", taken: [] };
const of = (unit: string, checkIn: string, checkOut: string): Choice => ({
  unit,
  stay: { checkIn, checkOut },
});

test("the first night begins a stay and the last one ends it, in either order", () => {
  const one = pick(null, tent, "2027-05-02");
  expect(one).toEqual(of("tent", "2027-05-02", "2027-05-03"));
  expect(pick(one, tent, "2027-05-04")).toEqual(of("tent", "2027-05-02", "2027-05-05"));
  expect(pick(one, tent, "2027-04-30")).toEqual(of("tent", "2027-04-30", "2027-05-03"));
});

test("a taken night changes nothing, and nobody sleeps across one", () => {
  const one = pick(null, tent, "2027-05-04");
  expect(pick(one, tent, "2027-05-05")).toBe(one);
  expect(pick(one, tent, "2027-05-07")).toEqual(of("tent", "2027-05-07", "2027-05-08"));
  expect(between(tent, "2027-05-04", "2027-05-07")).toBeNull();
});

test("a chosen night or another unit begins anew", () => {
  const long = of("tent", "2027-05-01", "2027-05-04");
  expect(pick(long, tent, "2027-05-02")).toEqual(of("tent", "2027-05-02", "2027-05-03"));
  expect(pick(long, cabin, "2027-05-05")).toEqual(of("cabin", "2027-05-05", "2027-05-06"));
});

test("no stay is longer than the longest", () => {
  expect(between(cabin, "2027-05-01", "2028-04-29")?.checkOut).toBe("2028-04-30");
  expect(between(cabin, "2027-05-01", "2028-04-30")).toBeNull();
});
