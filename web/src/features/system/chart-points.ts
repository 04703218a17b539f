// The data of the charts, in the units that they show.
import type { Minute } from "./system";

export const METRICS = ["requests", "p95", "failures", "cpu", "memory", "pool"] as const;
export type Metric = (typeof METRICS)[number];
export type ChartPoint = { minute: string } & Record<Metric, number | null>;

const MINUTE_MS = 60_000;

/**
 * One point for each minute from the first to the last. A minute without a record has nulls, which the chart
 * leaves out.
 */
export function chartPoints(history: readonly Minute[]): ChartPoint[] {
  const known = new Map(history.map((minute) => [Date.parse(minute.minute), minute]));
  const [first, last] = [Math.min(...known.keys()), Math.max(...known.keys())];
  const points: ChartPoint[] = [];
  for (let at = first; at <= last; at += MINUTE_MS)
    points.push(pointOf(new Date(at).toISOString(), known.get(at)));
  return points;
}

function pointOf(minute: string, minuteData: Minute | undefined): ChartPoint {
  return {
    minute,
    requests: minuteData?.requests ?? null,
    p95: minuteData?.p95Ms ?? null,
    failures: minuteData?.failures ?? null,
    cpu: minuteData ? Math.round(minuteData.cpuMs / 600) : null,
    memory: minuteData ? Math.round(minuteData.memoryBytes / 1e6) : null,
    pool: minuteData?.poolUsed ?? null,
  };
}
