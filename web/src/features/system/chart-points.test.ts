import { expect, test } from "vitest";
import { chartPoints } from "./chart-points";
import type { Minute } from "./system";

const minute = (at: string, requests: number): Minute => ({
  minute: at,
  requests,
  failures: 0,
  errorsLogged: 0,
  p95Ms: null,
  cpuMs: 30_000,
  memoryBytes: 104_600_000,
  poolSize: 5,
  poolUsed: 2,
  poolWaiting: 0,
});

test("a minute without a record is a gap", () => {
  const points = chartPoints([minute("2026-11-25T10:02:00Z", 7), minute("2026-11-25T10:00:00Z", 3)]);
  expect(points.map(({ requests }) => requests)).toEqual([3, null, 7]);
});

test("processor time is in percent of one core, memory in megabytes", () => {
  const [only] = chartPoints([minute("2026-11-25T10:00:00Z", 3)]);
  expect([only?.cpu, only?.memory, only?.p95]).toEqual([50, 105, null]);
});
