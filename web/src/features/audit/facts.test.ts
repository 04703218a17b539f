import { expect, test } from "vitest";
import { factRows } from "./facts";

const context = { names: new Map([["n1", "Lake Tent"]]), currency: "PKR" };

test("changed facts have a row with both values, unchanged facts have none", () => {
  const facts = {
    before: { price_minor: 100_000, name: "Tent" },
    after: { price_minor: 250_050, name: "Tent" },
  };
  expect(
    factRows(facts, context).map((row) => ({
      ...row,
      before: row.before?.replace("\u00a0", " "),
      after: row.after.replace("\u00a0", " "),
    })),
  ).toEqual([{ name: "Price", before: "PKR 1,000.00", after: "PKR 2,500.50" }]);
});

test("a change of one value has one row, and other facts have no value before", () => {
  expect(factRows({ before: "CUSTOMER", after: "AGENT" }, context)).toEqual([
    { name: "Value", before: "Customer", after: "Agent" },
  ]);
  expect(factRows({ units: ["n1", "n2"], reason: null }, context)).toEqual([
    { name: "Units", before: null, after: "Lake Tent, n2" },
    { name: "Reason", before: null, after: "–" },
  ]);
});

test("a fact without a label is shown by its own name", () => {
  expect(factRows({ check_in: "x", brand_new: 1, roof_minor: 1 }, context).map((row) => row.name)).toEqual([
    "Check in",
    "Brand new",
    "Roof",
  ]);
});

test("the currency of the event takes precedence over that of the property", () => {
  expect(factRows({ total_minor: 5, currency: "JPY" }, context)[0]?.after.replace("\u00a0", " ")).toBe(
    "JPY 5",
  );
});
