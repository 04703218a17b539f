import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { activate } from "../i18n";
import { fieldText, SAID } from "./field-errors";
import examples from "./field-examples.json";

test("every code that the API gives to a field is said by the app", () => {
  expect(examples.length).toBeGreaterThan(25);
  expect([...SAID].sort()).toEqual([...new Set(examples.map(({ code }) => code))].sort());
});

test.each(examples)("$code: $detail", ({ code, detail, ...facts }) => {
  // Without the server's sentence, so that only the code and the facts can make this one.
  expect(fieldText({ code, message: "", facts })).toBe(detail);
});

test("the server is quoted where its code is not known, or a fact is missing", () => {
  expect(fieldText({ code: "brand_new", message: "Something new.", facts: {} })).toBe("Something new.");
  expect(fieldText({ code: "too_long", message: "At most 5.", facts: {} })).toBe("At most 5.");
  expect(fieldText({ code: "not_an_option", message: "A or B.", facts: { allowed: "A" } })).toBe("A or B.");
});

test("it is said in the language that is active when it is shown", async () => {
  const german = Object.fromEntries(Object.keys(i18n.messages).map((id) => [id, ["auf Deutsch"]]));
  i18n.loadAndActivate({ locale: "de", messages: german });
  expect(fieldText({ code: "required", message: "", facts: {} })).toBe("auf Deutsch");
  expect(fieldText({ code: "too_short", message: "", facts: { min: 2 } })).toBe("auf Deutsch");
  await activate("en");
});
