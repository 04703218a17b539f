import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import { pseudo } from "./pseudo.mjs";

function said(message, values = {}) {
  return setupI18n({ locale: "en-XA", messages: { "en-XA": { it: pseudo(message) } } })._("it", values);
}

test("a text is accented, longer and in brackets", () => {
  expect(said("Sign in")).toBe("⟦Şīīɠƞ īīƞ⟧");
  const sentence = "Soulter cannot be reached right now. What you typed is still here.";
  const longer = said(sentence).length / sentence.length;
  expect(longer).toBeGreaterThan(1.25);
  expect(longer).toBeLessThan(1.55);
});

test("inserted values are unchanged", () => {
  expect(said("Sign {name} out?", { name: "Zara Malik" })).toBe("⟦Şīīɠƞ Zara Malik ǿǿŭŭŧ?⟧");
});

test("numbers select the plural form", () => {
  const nights = "{count, plural, one {# night} other {# nights}}";
  expect(said(nights, { count: 1 })).toBe("⟦1 ƞīīɠħŧ⟧");
  expect(said(nights, { count: 2 })).toBe("⟦2 ƞīīɠħŧş⟧");
});
