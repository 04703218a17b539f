import { expect, test } from "vitest";
import { stale } from "./catalogue.mjs";

const head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n';
const entry = (text) => `\nmsgid "${text}"\nmsgstr "${text}"\n`;

test("a catalogue that lacks a text of the sources is stale", () => {
  const before = new Map([["en/public.po", head + entry("Board")]]);
  const after = new Map([["en/public.po", head + entry("Board") + entry("Today")]]);
  expect(stale(before, after)).toEqual(["en/public.po"]);
  expect(stale(after, before)).toEqual(["en/public.po"]);
  expect(stale(new Map(), after)).toEqual(["en/public.po"]);
});

test("a catalogue whose header differs is current", () => {
  const before = new Map([["en/public.po", head + entry("Board")]]);
  expect(
    stale(before, new Map([["en/public.po", `${head}"Language-Team: \\n"\n${entry("Board")}`]])),
  ).toEqual([]);
});
