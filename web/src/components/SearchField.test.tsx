import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTypedSearch } from "./SearchField";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function opened(q?: string) {
  const asked: (string | undefined)[] = [];
  const hook = renderHook(({ q }) => useTypedSearch(q, (wanted) => asked.push(wanted)), {
    initialProps: { q },
  });
  const type = (text: string) => act(() => hook.result.current.type(text));
  const wait = () => act(() => vi.advanceTimersByTime(1000));
  return { asked, hook, type, wait, typed: () => hook.result.current.typed };
}

test("one question when typing pauses, without the spaces around it", () => {
  const { asked, type, wait, typed } = opened();
  type("ay");
  type(" aye ");
  expect(asked).toEqual([]);
  wait();
  expect(asked).toEqual(["aye"]);
  expect(typed()).toBe(" aye ");
});

test("an emptied field asks for everything", () => {
  const { asked, type, wait } = opened("aye");
  type("");
  wait();
  expect(asked).toEqual([undefined]);
});

test("the address catching up does not take back what was typed since", () => {
  const { hook, type, wait, typed } = opened();
  type("ay");
  wait();
  type("ayes");
  hook.rerender({ q: "ay" });
  expect(typed()).toBe("ayes");
});

test("an address from elsewhere is what the field shows", () => {
  const { hook, typed } = opened("aye");
  hook.rerender({ q: undefined });
  expect(typed()).toBe("");
  hook.rerender({ q: "omar" });
  expect(typed()).toBe("omar");
});

test("what was cleared is not asked for a moment later", () => {
  const { asked, hook, type, wait, typed } = opened();
  type("aye");
  act(() => hook.result.current.clear());
  wait();
  expect(asked).toEqual([]);
  expect(typed()).toBe("");
});
