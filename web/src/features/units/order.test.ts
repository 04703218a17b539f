import { expect, test } from "vitest";
import { moveItem, moveVisible } from "./order";

test("an item moves to its new index, and the others shift", () => {
  expect(moveItem([1, 2, 3, 4], 0, 2)).toEqual([2, 3, 1, 4]);
  expect(moveItem([1, 2, 3, 4], 3, 0)).toEqual([4, 1, 2, 3]);
  expect(moveItem([1, 2], 1, 1)).toEqual([1, 2]);
});

test("hidden items keep their index", () => {
  const odd = (value: number) => value % 2 === 1;
  expect(moveVisible([1, 2, 3, 4, 5], odd, 2, 0)).toEqual([5, 2, 1, 4, 3]);
  expect(moveVisible([1, 2, 3, 4, 5], () => true, 0, 4)).toEqual([2, 3, 4, 5, 1]);
});
