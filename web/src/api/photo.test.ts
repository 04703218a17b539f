import { expect, test } from "vitest";
import { photoAddress, photoId } from "./photo";

test("our own photos are asked of the API in the width that is needed, others are left as they are", () => {
  expect(photoAddress("/api/photos/019", 480, "https://api.example.com")).toBe(
    "https://api.example.com/api/photos/019?width=480",
  );
  expect(photoAddress("https://img.example/1.webp", 480, "https://api.example.com")).toBe("https://img.example/1.webp");
  expect([photoId("/api/photos/019"), photoId("https://img.example/1.webp")]).toEqual(["019", undefined]);
});
