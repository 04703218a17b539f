import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { expect, test } from "vitest";
import { type ApiMutationOptions, type Change, MAKES_STALE, QUERY_NAMES, useApiMutation } from "./cache";

const SOURCES = Object.entries(
  import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!./schema.d.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);
const CHANGES = Object.keys(MAKES_STALE);
/** Operations that are sent as POST and change nothing. */
const READS = ["POST /api/bookings/{booking_id}/quote"];

/** All matches in the sources outside this module; a `${…}` in a match stands for any text. */
function found(pattern: RegExp): { file: string; matches: RegExp; text: string }[] {
  return SOURCES.filter(([file]) => file !== "./cache.ts").flatMap(([file, source]) =>
    [...source.matchAll(pattern)].map((match) => {
      const text = match.slice(1).filter(Boolean).join(" ");
      const literal = text.split(/\$\{\w+\}/).map((part) => part.replace(/[{}.*+?^$|()[\]\\]/g, "\\$&"));
      return { file, text, matches: new RegExp(`^${literal.join("[^/]+")}$`) };
    }),
  );
}

test("every operation that the app sends has a row in the table", () => {
  const sent = found(/\bapi\.(POST|PUT|PATCH|DELETE)\(\s*["`]([^"`]+)["`]/g);
  expect(sent.length).toBeGreaterThan(30);
  const missing = sent.filter(
    ({ matches }) => ![...CHANGES, ...READS].some((change) => matches.test(change)),
  );
  expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test("every row belongs to a mutation of the app", () => {
  const named = found(/["`]((?:POST|PUT|PATCH|DELETE) \/api\/[^"`]+)["`]/g);
  expect(CHANGES.filter((change) => !named.some(({ matches }) => matches.test(change)))).toEqual([]);
});

test("no module but this one uses React Query's mutations or invalidates queries", () => {
  expect(
    found(/\b(useMutation|invalidateQueries|resetQueries)\b/g).map(({ file, text }) => `${file}: ${text}`),
  ).toEqual([]);
});

test("every query key begins with a name that the table knows", () => {
  const names = found(/queryKey: \["([^"]+)"/g).map(({ text }) => text);
  expect([...new Set(names)].sort()).toEqual([...QUERY_NAMES]);
});

function mutation(change: Change, options: ApiMutationOptions<unknown, void, unknown>) {
  const cache = new QueryClient();
  for (const name of QUERY_NAMES) cache.setQueryData([name, 1], name);
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client: cache }, children);
  const { result } = renderHook(() => useApiMutation(change, options), { wrapper });
  const stale = () => QUERY_NAMES.filter((name) => cache.getQueryState([name, 1])?.isInvalidated);
  const run = () => result.current.mutateAsync().catch(() => {});
  return { run, stale, cache };
}
const refuse = () => Promise.reject(new Error("refused"));

test("a mutation makes stale what its row names, and nothing else", async () => {
  const { run, stale } = mutation("DELETE /api/auth/sessions/{session_id}", {
    mutationFn: async () => "done",
  });
  expect(stale()).toEqual([]);
  await act(run);
  expect(stale()).toEqual(["audit", "sessions"]);
});

test("a failed mutation makes nothing stale unless it asks for that", async () => {
  const silent = mutation("POST /api/users", { mutationFn: refuse });
  await act(silent.run);
  expect(silent.stale()).toEqual([]);
  const asking = mutation("POST /api/users", { mutationFn: refuse, staleAfterError: () => true });
  await act(asking.run);
  expect(asking.stale()).toEqual(["audit", "invitations"]);
});

test("of several mutations with one key, only the last one makes queries stale", async () => {
  const answers: (() => void)[] = [];
  const mutationFn = () => new Promise<void>((resolve) => answers.push(resolve));
  const { run, stale } = mutation("POST /api/mails/{mail_id}/retry", { mutationFn, mutationKey: ["retry"] });
  await act(async () => {
    const [first, second] = [run(), run()];
    await expect.poll(() => answers.length).toBe(2);
    answers[0]?.();
    await first;
    expect(stale()).toEqual([]);
    answers[1]?.();
    await second;
  });
  expect(stale()).toEqual(["audit", "mails"]);
});
