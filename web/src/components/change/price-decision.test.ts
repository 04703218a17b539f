import { expect, test } from "vitest";
import { AS_AGREED, decidedPrice } from "./price-decision";

test("without a decision nothing is sent about the price", () => {
  expect(decidedPrice(AS_AGREED, "PKR")).toEqual({});
});

test("a rule is sent by its name", () => {
  expect(decidedPrice({ rule: "KEEP", total: "7" }, "PKR")).toEqual({ pricing: "KEEP" });
  expect(decidedPrice({ rule: "NEW", total: "" }, "PKR")).toEqual({ pricing: "NEW" });
});

test("a typed total is sent in minor units, and nothing is while it is no amount", () => {
  expect(decidedPrice({ rule: "TOTAL", total: "1500" }, "PKR")).toEqual({
    total: { amount: 150000, currency: "PKR" },
  });
  expect(decidedPrice({ rule: "TOTAL", total: "" }, "PKR")).toBeNull();
  expect(decidedPrice({ rule: "TOTAL", total: "cheap" }, "PKR")).toBeNull();
});
