import { expect, test } from "vitest";
import { formatMoney, moneyInput, parseMoney } from "./money";

const spaced = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [{ amount: 4_500_000, currency: "PKR" }, "PKR 45,000.00"],
  [{ amount: 5, currency: "USD" }, "USD 0.05"],
  [{ amount: 12_439, currency: "JPY" }, "JPY 12,439"],
  [{ amount: 12_439, currency: "KWD" }, "KWD 12.439"],
  [{ amount: 0, currency: "EUR" }, "EUR 0.00"],
])("the currency decides the number of decimals: %o", (money, expected) => {
  expect(spaced(formatMoney(money))).toBe(expected);
});

test.each([
  ["45000", "PKR", 4_500_000],
  ["45,000", "PKR", 4_500_000],
  ["45,000.5", "PKR", 4_500_050],
  [" 1 000.05 ", "PKR", 100_005],
  ["0", "PKR", 0],
  ["0.29", "USD", 29], // 0.29 * 100 is 28.999…
  ["1.1", "USD", 110],
  ["4.35", "EUR", 435],
  ["90071992547409.91", "PKR", 9_007_199_254_740_991],
  ["12000", "JPY", 12_000],
  ["12.439", "KWD", 12_439],
])("an amount is parsed exactly: %s %s", (input, currency, amount) => {
  expect(parseMoney(input, currency)).toEqual({ amount, currency });
  expect(parseMoney(moneyInput({ amount, currency }), currency)).toEqual({ amount, currency });
});

test.each([
  ["", "PKR"],
  ["-1", "PKR"],
  ["1e5", "PKR"],
  ["45.000", "PKR"],
  ["45000,50", "PKR"],
  ["4,50", "PKR"],
  ["1.5", "JPY"],
  [".5", "PKR"],
  ["5.", "PKR"],
  ["PKR 5", "PKR"],
  ["90071992547409.92", "PKR"],
])("ambiguous or invalid input is no amount: %s %s", (input, currency) => {
  expect(parseMoney(input, currency)).toBeNull();
});

test("an amount in an input has all decimals of its currency", () => {
  expect(moneyInput({ amount: 5, currency: "USD" })).toBe("0.05");
  expect(moneyInput({ amount: 4_500_000, currency: "PKR" })).toBe("45000.00");
  expect(moneyInput({ amount: 12_439, currency: "JPY" })).toBe("12439");
});
