import { expect, test } from "vitest";
import { factRows } from "./facts";

const known = { names: new Map([["n1", "Lake Tent"]]), currency: "PKR" };

test("before and after stand side by side, and what stayed is left out", () => {
  const facts = {
    before: { price_minor: 100_000, name: "Tent" },
    after: { price_minor: 250_050, name: "Tent" },
  };
  expect(
    factRows(facts, known).map((row) => ({
      ...row,
      before: row.before?.replace("\u00a0", " "),
      after: row.after.replace("\u00a0", " "),
    })),
  ).toEqual([{ name: "Price", before: "PKR 1,000.00", after: "PKR 2,500.50" }]);
});

test("a plain change has one row, a plain fact no before", () => {
  expect(factRows({ before: "CUSTOMER", after: "AGENT" }, known)).toEqual([
    { name: "Value", before: "Customer", after: "Agent" },
  ]);
  expect(factRows({ units: ["n1", "n2"], reason: null }, known)).toEqual([
    { name: "Units", before: null, after: "Lake Tent, n2" },
    { name: "Reason", before: null, after: "–" },
  ]);
});

test("a fact that has no name in the catalogue is called by its own", () => {
  expect(factRows({ check_in: "x", brand_new: 1, roof_minor: 1 }, known).map((row) => row.name)).toEqual([
    "Check in",
    "Brand new",
    "Roof",
  ]);
});

test("the currency of the event counts more than the property's", () => {
  expect(factRows({ total_minor: 5, currency: "JPY" }, known)[0]?.after.replace("\u00a0", " ")).toBe("JPY 5");
});
