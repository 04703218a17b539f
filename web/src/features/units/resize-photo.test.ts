import { expect, test, vi } from "vitest";
import { fitSize, isSmallEnough, MAX_BYTES, resizePhoto } from "./resize-photo";

test("the longest side is limited, and small images are not enlarged", () => {
  expect(fitSize(4000, 3000)).toEqual({ width: 2400, height: 1800 });
  expect(fitSize(3024, 4032)).toEqual({ width: 1800, height: 2400 });
  expect(fitSize(800, 600)).toEqual({ width: 800, height: 600 });
  expect(fitSize(20_000, 2)).toEqual({ width: 2400, height: 1 });
});

test.each([
  ["image/jpeg", MAX_BYTES, 2400, true],
  ["image/jpeg", MAX_BYTES + 1, 2400, false],
  ["image/jpeg", 10, 2401, false],
  ["image/avif", 10, 10, false],
])("%s of %i bytes, %i pixels wide, is sent unchanged: %s", (type, size, width, expected) => {
  expect(isSmallEnough({ type, size }, { width, height: 10 })).toBe(expected);
});

test("an unreadable file is sent to the API, unless its type is not accepted", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("not a picture")));
  const file = new File(["no picture"], "roof.jpg", { type: "image/jpeg" });
  expect(await resizePhoto(file)).toBe(file);
  expect(await resizePhoto(new File(["text"], "roof.txt", { type: "text/plain" }))).toBeNull();
  vi.unstubAllGlobals();
});

test.each([
  ["IMG_1.HEIC", "image/heic", "image/heic"],
  ["IMG_1.heif", "image/heif", "image/heif"],
  ["IMG_1.HEIC", "", "image/heic"],
  ["IMG_1.heic", "text/plain", undefined],
  ["IMG_1.mov", "", undefined],
])("%s of the type %o that the browser cannot decode is sent as %o", async (name, type, expected) => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("not known here")));
  const sent = await resizePhoto(new File(["pixels"], name, { type }));
  expect(sent?.type).toBe(expected);
  expect(await sent?.text()).toBe(expected && "pixels");
  vi.unstubAllGlobals();
});
