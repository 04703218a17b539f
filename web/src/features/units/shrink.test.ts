import { expect, test, vi } from "vitest";
import { fitted, isSmallEnough, MOST_BYTES, shrunk } from "./shrink";

test("the longest side is at most what is looked at, and nothing becomes larger", () => {
  expect(fitted(4000, 3000)).toEqual({ width: 2400, height: 1800 });
  expect(fitted(3024, 4032)).toEqual({ width: 1800, height: 2400 });
  expect(fitted(800, 600)).toEqual({ width: 800, height: 600 });
  expect(fitted(20_000, 2)).toEqual({ width: 2400, height: 1 });
});

test.each([
  ["image/jpeg", MOST_BYTES, 2400, true],
  ["image/jpeg", MOST_BYTES + 1, 2400, false],
  ["image/jpeg", 10, 2401, false],
  ["image/avif", 10, 10, false],
])("%s of %i bytes, %i pixels wide, is sent as it is: %s", (type, size, width, expected) => {
  expect(isSmallEnough({ type, size }, { width, height: 10 })).toBe(expected);
});

test("what cannot be read here is left to the API, unless it would not look at it", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("not a picture")));
  const file = new File(["no picture"], "roof.jpg", { type: "image/jpeg" });
  expect(await shrunk(file)).toBe(file);
  expect(await shrunk(new File(["text"], "roof.txt", { type: "text/plain" }))).toBeNull();
  vi.unstubAllGlobals();
});
