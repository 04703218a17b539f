import { expect, test } from "vitest";
import { edgeSpeed } from "./edge-scroll";

test("scrolling is faster the nearer the pointer is to the edge, and 0 in the middle", () => {
  expect(edgeSpeed(500, 100, 900)).toBe(0);
  expect(edgeSpeed(156, 100, 900)).toBeCloseTo(0);
  expect(edgeSpeed(844, 100, 900)).toBeCloseTo(0);
  expect(edgeSpeed(128, 100, 900)).toBeCloseTo(-225);
  expect(edgeSpeed(872, 100, 900)).toBeCloseTo(225);
  expect(edgeSpeed(100, 100, 900)).toBe(-900);
  expect(edgeSpeed(900, 100, 900)).toBe(900);
});

test("beyond an edge the speed is the same as at the edge, and a narrow element has narrow zones", () => {
  expect(edgeSpeed(-4000, 100, 900)).toBe(-900);
  expect(edgeSpeed(4000, 100, 900)).toBe(900);
  expect(edgeSpeed(45, 0, 90)).toBe(0);
  expect(edgeSpeed(5, 10, 10)).toBe(0);
});
