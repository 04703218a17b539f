/** The list with the entry at one place put at another. */
export function moved<Entry>(entries: readonly Entry[], from: number, to: number): Entry[] {
  const found = [...entries];
  found.splice(to, 0, ...found.splice(from, 1));
  return found;
}

/** All entries after those that are shown changed places among themselves: the hidden ones stay where they are. */
export function movedAmong<Entry>(
  all: readonly Entry[],
  isShown: (entry: Entry) => boolean,
  from: number,
  to: number,
): Entry[] {
  const shown = moved(all.filter(isShown), from, to);
  return all.map((entry) => (isShown(entry) ? (shown.shift() ?? entry) : entry));
}
