import { expect, test } from "vitest";
import { apiBase } from "./client";
import { photoId, photoSource } from "./photos";

test("an uploaded photo comes from the API in every stored width", () => {
  const { src, srcSet } = photoSource("/api/photos/7");
  expect(src).toBe(`${apiBase}/api/photos/7?width=960`);
  expect(srcSet?.split(", ").map((part) => part.replace(apiBase, ""))).toEqual([
    "/api/photos/7?width=480 480w",
    "/api/photos/7?width=960 960w",
    "/api/photos/7?width=1600 1600w",
  ]);
});

test("the URL of a photo on another server is unchanged", () => {
  expect(photoSource("https://img.example/1.webp")).toEqual({ src: "https://img.example/1.webp" });
});

test("only uploaded photos have an id", () => {
  expect([photoId("/api/photos/019"), photoId("https://img.example/1.webp")]).toEqual(["019", undefined]);
});
