import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import { pseudo } from "./pseudo.mjs";

function said(message, values = {}) {
  return setupI18n({ locale: "en-XA", messages: { "en-XA": { it: pseudo(message) } } })._("it", values);
}

test("a text is accented, longer, and in brackets", () => {
  expect(said("Sign in")).toBe("⟦Şīīɠƞ īīƞ⟧");
  const sentence = "Soulter cannot be reached right now. What you typed is still here.";
  const longer = said(sentence).length / sentence.length;
  expect(longer).toBeGreaterThan(1.25);
  expect(longer).toBeLessThan(1.55);
});

test("what is put into a text stays as it is", () => {
  expect(said("Sign {name} out?", { name: "Zara Malik" })).toBe("⟦Şīīɠƞ Zara Malik ǿǿŭŭŧ?⟧");
});

test("numbers still choose the form", () => {
  const nights = "{count, plural, one {# night} other {# nights}}";
  expect([1, 2].map((count) => said(nights, { count }))).toEqual(["⟦1 ƞīīɠħŧ⟧", "⟦2 ƞīīɠħŧş⟧"]);
});
