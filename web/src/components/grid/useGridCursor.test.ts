import { act, renderHook } from "@testing-library/react";
import type { KeyboardEvent } from "react";
import { expect, test, vi } from "vitest";
import { useGridCursor } from "./useGridCursor";

function renderCursor(options: Partial<Parameters<typeof useGridCursor>[0]> = {}) {
  const defaults = { rows: 3, columns: 5, onMove: vi.fn(), onEnter: vi.fn() };
  const { result, rerender } = renderHook((given) => useGridCursor({ ...defaults, ...options, ...given }), {
    initialProps: {},
  });
  const press = (key: string, shiftKey = false) => {
    const event = { key, shiftKey, preventDefault: vi.fn() };
    act(() => result.current.onKeyDown(event as unknown as KeyboardEvent<HTMLElement>));
    return event.preventDefault.mock.calls.length > 0;
  };
  return { ...defaults, press, rerender, cursor: () => result.current.cursor };
}

test("arrows move the cursor within the grid", () => {
  const { press, cursor, onMove } = renderCursor();
  press("ArrowUp");
  press("ArrowRight");
  press("ArrowDown");
  expect(cursor()).toEqual({ row: 1, column: 1, anchor: 1 });
  press("End");
  press("ArrowRight");
  expect(cursor()).toEqual({ row: 1, column: 4, anchor: 4 });
  expect(onMove).toHaveBeenLastCalledWith(cursor());
  expect(press("Tab")).toBe(false);
});

test("Shift with an arrow selects, with and without a callback, and another arrow ends the selection", () => {
  const plain = renderCursor();
  plain.press("ArrowRight", true);
  expect(plain.cursor()).toEqual({ row: 0, column: 1, anchor: 0 });
  const onSelect = vi.fn();
  const { press, cursor } = renderCursor({ onSelect });
  press("ArrowRight");
  press("ArrowRight", true);
  press("ArrowRight", true);
  expect(onSelect).toHaveBeenLastCalledWith({ row: 0, column: 3, anchor: 1 });
  press("ArrowLeft");
  expect(cursor()).toEqual({ row: 0, column: 2, anchor: 2 });
});

test("columnAfter decides where the left and right arrows lead", () => {
  const { press, cursor } = renderCursor({ columnAfter: ({ column }, step) => column + 2 * step });
  press("ArrowRight");
  expect(cursor().column).toBe(2);
  press("ArrowDown");
  expect(cursor()).toEqual({ row: 1, column: 2, anchor: 2 });
});

test("the cursor stays within a grid that becomes smaller", () => {
  const { press, rerender, cursor } = renderCursor();
  press("End");
  press("ArrowDown");
  rerender({ rows: 1, columns: 2 });
  expect(cursor()).toEqual({ row: 0, column: 1, anchor: 1 });
});
