// The last hour as charts show it: in units that people say.
import type { Minute } from "./system";

export const SHOWN = ["requests", "p95", "failures", "cpu", "memory", "pool"] as const;
export type Shown = (typeof SHOWN)[number];
export type Drawn = { minute: string } & Record<Shown, number | null>;

const A_MINUTE = 60_000;

/** One entry for each minute between the first and the last; those of which nothing is known are gaps and not zeros. */
export function minutesOf(history: readonly Minute[]): Drawn[] {
  const known = new Map(history.map((minute) => [Date.parse(minute.minute), minute]));
  const [first, last] = [Math.min(...known.keys()), Math.max(...known.keys())];
  const drawn: Drawn[] = [];
  for (let at = first; at <= last; at += A_MINUTE)
    drawn.push(drawnOf(new Date(at).toISOString(), known.get(at)));
  return drawn;
}

function drawnOf(minute: string, found: Minute | undefined): Drawn {
  return {
    minute,
    requests: found?.requests ?? null,
    p95: found?.p95Ms ?? null,
    failures: found?.failures ?? null,
    cpu: found ? Math.round(found.cpuMs / 600) : null,
    memory: found ? Math.round(found.memoryBytes / 1e6) : null,
    pool: found?.poolUsed ?? null,
  };
}
