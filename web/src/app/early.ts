// The first import of all: asks for what the first page shows while the rest of the code is still being read.
import { QueryClient } from "@tanstack/react-query";
import { defaultParseSearch } from "@tanstack/react-router";
import { Problem } from "../api/client";
import { readStaySearch } from "../components/stay/stay-search";
import { prefetchSearch } from "../features/guest/search/prefetch";
import { meQuery } from "../features/session/session";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof Problem) && count < 2, staleTime: 10_000 },
    mutations: { retry: false },
  },
});

const { pathname, search } = window.location;
const asked = [queryClient.prefetchQuery(meQuery)];
if (pathname === "/") asked.push(prefetchSearch(queryClient, readStaySearch(defaultParseSearch(search))));

/** What the first page shows is there, or is not to be had. */
export const answered: Promise<unknown> = Promise.all(asked);
