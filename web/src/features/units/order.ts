/** The list with one item moved to another index. */
export function moved<Entry>(entries: readonly Entry[], from: number, to: number): Entry[] {
  const found = [...entries];
  found.splice(to, 0, ...found.splice(from, 1));
  return found;
}

/** The list with one visible item moved among the visible ones. Hidden items keep their index. */
export function movedAmong<Entry>(
  all: readonly Entry[],
  isShown: (entry: Entry) => boolean,
  from: number,
  to: number,
): Entry[] {
  const shown = moved(all.filter(isShown), from, to);
  return all.map((entry) => (isShown(entry) ? (shown.shift() ?? entry) : entry));
}
