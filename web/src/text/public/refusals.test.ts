import { readFileSync } from "node:fs";
import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { Problem } from "../../api/client";
import { formatDate } from "../../format/dates";
import { activate } from "../i18n";
import examples from "./refusal-examples.json";
import { refusalText, SAID } from "./refusals";

/**
 * What the server says to programs, or about values that the app does not know; its sentence is shown as it
 * is.
 */
const LEFT_TO_THE_SERVER = [
  "body_cut_off",
  "cursor_does_not_fit",
  "foreign_origin",
  "half_a_booking_link",
  "handler_too_slow",
  "head_too_slow",
  "headers_too_large",
  "host_missing",
  "idempotency_key_in_flight",
  "idempotency_key_missing",
  "idempotency_key_reused",
  "idempotency_key_unusable",
  "malformed",
  "malformed_body",
  "method_not_allowed",
  "metrics_off",
  "metrics_token_wrong",
  "not_http",
  "not_json",
  "origin_missing",
  "photo_type_expected",
  "photo_unreadable", // its reason has no code
  "refused",
  "repeated_header",
  "two_credentials",
];

/** Dates as the app writes them. */
function written(detail: string): string {
  return detail
    .replace(
      /on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/,
      (_all, date, time) => `on ${dayOf(date)}, ${time} UTC`,
    )
    .replace(/\d{4}-\d\d-\d\d/g, (date) => formatDate(date));
}

function dayOf(date: string): string {
  return formatDate(date).replace(/^\w+ /, "");
}

function problem({ code, detail, ...facts }: { code: string; detail: string }): Problem {
  return new Problem(400, code, detail, {}, facts);
}

test("every code of the API is said by the app, or left to the server on purpose", () => {
  const page = readFileSync("../docs/errors.md", "utf8");
  const documented = [...page.matchAll(/^\| `(\w+)` \| \d/gm)].map(([, code]) => code);
  expect(documented.length).toBeGreaterThan(80);
  expect([...SAID, ...LEFT_TO_THE_SERVER].sort()).toEqual(documented.sort());
  expect([...new Set(examples.map(({ code }) => code))].sort()).toEqual(documented.sort());
});

test.each(examples.filter(({ code }) => SAID.includes(code)))("$code: $detail", (example) => {
  const refusal = problem(example);
  // Without the server's sentence, so that only the code and the facts can make this one.
  expect(refusalText({ code: refusal.code, message: "", facts: refusal.facts })).toBe(
    written(example.detail),
  );
});

test("the server is quoted where its code is not known, or a fact is missing", () => {
  expect(refusalText(problem({ code: "brand_new", detail: "Something new." }))).toBe("Something new.");
  expect(refusalText(problem({ code: "too_many_guests", detail: "5 guests do not fit." }))).toBe(
    "5 guests do not fit.",
  );
});

test("a refusal is said in the language that is active when it is shown", async () => {
  const refused = problem({ code: "wrong_credentials", detail: "E-mail or password is wrong." });
  const german = Object.fromEntries(Object.keys(i18n.messages).map((id) => [id, ["auf Deutsch"]]));
  i18n.loadAndActivate({ locale: "de", messages: german });
  expect(refusalText(refused)).toBe("auf Deutsch");
  await activate("en");
  expect(refusalText(refused)).toBe("E-mail or password is wrong.");
});
