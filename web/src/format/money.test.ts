import { expect, test } from "vitest";
import { formatMoney } from "./money";

const spaced = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [{ amount: 4_500_000, currency: "PKR" }, "PKR 45,000.00"],
  [{ amount: 5, currency: "USD" }, "USD 0.05"],
  [{ amount: 12_439, currency: "JPY" }, "JPY 12,439"],
  [{ amount: 12_439, currency: "KWD" }, "KWD 12.439"],
  [{ amount: 0, currency: "EUR" }, "EUR 0.00"],
])("the point goes where the currency has it: %o", (money, expected) => {
  expect(spaced(formatMoney(money))).toBe(expected);
});
