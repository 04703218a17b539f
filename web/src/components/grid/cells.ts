// Moves between the cells of a grid by keyboard.

export interface Cell {
  row: number;
  column: number;
}

/** How many rows down and columns to the right each arrow key moves. */
export const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The valid index of a list that is nearest to `value`. */
export function clampIndex(value: number, count: number): number {
  return Math.min(Math.max(value, 0), count - 1);
}
