import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSearchInput } from "./SearchField";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function renderSearch(q?: string) {
  const searches: (string | undefined)[] = [];
  const hook = renderHook(({ q }) => useSearchInput(q, (query) => searches.push(query)), {
    initialProps: { q },
  });
  const type = (input: string) => act(() => hook.result.current.setText(input));
  const wait = () => act(() => vi.advanceTimersByTime(1000));
  return { searches, hook, type, wait, text: () => hook.result.current.text };
}

test("searches once when typing pauses, with the text trimmed", () => {
  const { searches, type, wait, text } = renderSearch();
  type("ay");
  type(" aye ");
  expect(searches).toEqual([]);
  wait();
  expect(searches).toEqual(["aye"]);
  expect(text()).toBe(" aye ");
});

test("an emptied field searches for everything", () => {
  const { searches, type, wait } = renderSearch("aye");
  type("");
  wait();
  expect(searches).toEqual([undefined]);
});

test("a delayed change of the URL does not overwrite newer input", () => {
  const { hook, type, wait, text } = renderSearch();
  type("ay");
  wait();
  type("ayes");
  hook.rerender({ q: "ay" });
  expect(text()).toBe("ayes");
});

test("the field follows a URL that changed for another reason", () => {
  const { hook, text } = renderSearch("aye");
  hook.rerender({ q: undefined });
  expect(text()).toBe("");
  hook.rerender({ q: "omar" });
  expect(text()).toBe("omar");
});

test("clearing the field cancels a pending search", () => {
  const { searches, hook, type, wait, text } = renderSearch();
  type("aye");
  act(() => hook.result.current.clear());
  wait();
  expect(searches).toEqual([]);
  expect(text()).toBe("");
});
