import { expect, test } from "vitest";
import { dateParam, idParam, textParam } from "./search-params";

test("an id is a UUID", () => {
  const id = "01a20fbc-0553-77ba-98ca-8fae1b171d44";
  expect([id, "../../etc", "javascript:alert(1)", 7].map(idParam)).toEqual([
    id,
    undefined,
    undefined,
    undefined,
  ]);
});

test("a date exists and is of this century or the next", () => {
  expect(dateParam("2028-02-29")).toBe("2028-02-29");
  for (const value of ["2027-02-29", "2027-13-01", "1999-12-31", "tomorrow", 5, null]) {
    expect(dateParam(value)).toBeUndefined();
  }
});

test("a text is trimmed, cut to 100 characters, and may look like a number", () => {
  expect([" hina ", 2047, " ", {}].map(textParam)).toEqual(["hina", "2047", undefined, undefined]);
  expect(textParam("x".repeat(200))).toHaveLength(100);
});
