import { expect, test } from "vitest";
import { apiBase } from "./client";
import { photoId, photoSource } from "./photos";

test("a photo comes from the API in every stored width", () => {
  const { src, srcSet } = photoSource("/api/photos/7");
  expect(src).toBe(`${apiBase}/api/photos/7?width=960`);
  expect(srcSet?.split(", ").map((part) => part.replace(apiBase, ""))).toEqual([
    "/api/photos/7?width=480 480w",
    "/api/photos/7?width=960 960w",
    "/api/photos/7?width=1600 1600w",
  ]);
});

test("a photo has an id", () => {
  expect(photoId("/api/photos/019")).toBe("019");
});
