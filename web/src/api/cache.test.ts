import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { expect, test } from "vitest";
import { type ApiChange, type ApiMutationOptions, INVALIDATES, QUERY_NAMES, useApiMutation } from "./cache";

const SOURCES = Object.entries(
  import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!./schema.d.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);
const CHANGES = Object.keys(INVALIDATES);
/** POST operations that change nothing. */
const READ_ONLY = ["POST /api/bookings/{booking_id}/quote"];

/** All matches in the sources, except in `cache.ts`. A `${…}` in a match stands for any text. */
function findAll(pattern: RegExp): { file: string; matches: RegExp; text: string }[] {
  return SOURCES.filter(([file]) => file !== "./cache.ts").flatMap(([file, source]) =>
    [...source.matchAll(pattern)].map((match) => {
      const text = match.slice(1).filter(Boolean).join(" ");
      const literal = text.split(/\$\{\w+\}/).map((part) => part.replace(/[{}.*+?^$|()[\]\\]/g, "\\$&"));
      return { file, text, matches: new RegExp(`^${literal.join("[^/]+")}$`) };
    }),
  );
}

test("every operation that the app sends has a row in the table", () => {
  const sent = findAll(/\bapi\.(POST|PUT|PATCH|DELETE)\(\s*["`]([^"`]+)["`]/g);
  expect(sent.length).toBeGreaterThan(30);
  const missing = sent.filter(
    ({ matches }) => ![...CHANGES, ...READ_ONLY].some((change) => matches.test(change)),
  );
  expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test("every row belongs to a mutation of the app", () => {
  const named = findAll(/["`]((?:POST|PUT|PATCH|DELETE) \/api\/[^"`]+)["`]/g);
  expect(CHANGES.filter((change) => !named.some(({ matches }) => matches.test(change)))).toEqual([]);
});

test("only this module calls useMutation or invalidates queries", () => {
  expect(
    findAll(/\b(useMutation|invalidateQueries|resetQueries)\b/g).map(({ file, text }) => `${file}: ${text}`),
  ).toEqual([]);
});

test("every query key begins with one of the query names", () => {
  const names = findAll(/queryKey: \["([^"]+)"/g).map(({ text }) => text);
  expect([...new Set(names)].sort()).toEqual([...QUERY_NAMES]);
});

function renderMutation(change: ApiChange, options: ApiMutationOptions<unknown, void, unknown>) {
  const cache = new QueryClient();
  for (const name of QUERY_NAMES) cache.setQueryData([name, 1], name);
  const wrapper = ({ children }: { children: ReactNode }) =>
    createElement(QueryClientProvider, { client: cache }, children);
  const { result } = renderHook(() => useApiMutation(change, options), { wrapper });
  const invalidated = () => QUERY_NAMES.filter((name) => cache.getQueryState([name, 1])?.isInvalidated);
  const run = () => result.current.mutateAsync().catch(() => {});
  return { run, invalidated };
}
const reject = () => Promise.reject(new Error("refused"));

test("a mutation invalidates exactly the queries of its row", async () => {
  const { run, invalidated } = renderMutation("DELETE /api/auth/sessions/{session_id}", {
    mutationFn: async () => "done",
  });
  expect(invalidated()).toEqual([]);
  await act(run);
  expect(invalidated()).toEqual(["audit", "sessions"]);
});

test("a failed mutation invalidates nothing unless invalidatesOnError says so", async () => {
  const plain = renderMutation("POST /api/users", { mutationFn: reject });
  await act(plain.run);
  expect(plain.invalidated()).toEqual([]);
  const withOption = renderMutation("POST /api/users", {
    mutationFn: reject,
    invalidatesOnError: () => true,
  });
  await act(withOption.run);
  expect(withOption.invalidated()).toEqual(["audit", "invitations"]);
});

test("of several mutations with one key, only the last one invalidates queries", async () => {
  const resolvers: (() => void)[] = [];
  const mutationFn = () => new Promise<void>((resolve) => resolvers.push(resolve));
  const { run, invalidated } = renderMutation("POST /api/mails/{mail_id}/retry", {
    mutationFn,
    mutationKey: ["retry"],
  });
  await act(async () => {
    const [first, second] = [run(), run()];
    await expect.poll(() => resolvers.length).toBe(2);
    resolvers[0]?.();
    await first;
    expect(invalidated()).toEqual([]);
    resolvers[1]?.();
    await second;
  });
  expect(invalidated()).toEqual(["audit", "mails"]);
});
