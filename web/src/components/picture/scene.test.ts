import { expect, test } from "vitest";
import { sceneOf } from "./scene";

test("a seed always gives the same scene, and another seed another scene", () => {
  expect(sceneOf("a", "Lake")).toEqual(sceneOf("a", "Lake"));
  expect(sceneOf("a", "Lake")).not.toEqual(sceneOf("b", "Lake"));
});

test.each([
  ["Deodar Treehouse", "treehouse"],
  ["North Star Dome", "dome"],
  ["Lakeside Bell Tent", "bell"],
  ["Room 4", "cabin"],
  ["Meadow Pitch 1", "tent"],
])("%s looks like a %s", (name, kind) => {
  expect(sceneOf("seed", name).shelter.kind).toBe(kind);
});
