/** The list with one item moved to another index. */
export function moveItem<Entry>(entries: readonly Entry[], from: number, to: number): Entry[] {
  const result = [...entries];
  result.splice(to, 0, ...result.splice(from, 1));
  return result;
}

/** The list with one visible item moved among the visible ones. Hidden items keep their index. */
export function moveVisible<Entry>(
  all: readonly Entry[],
  isVisible: (entry: Entry) => boolean,
  from: number,
  to: number,
): Entry[] {
  const visible = moveItem(all.filter(isVisible), from, to);
  return all.map((entry) => (isVisible(entry) ? (visible.shift() ?? entry) : entry));
}
