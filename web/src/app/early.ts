// The first import of all: asks for what the first page shows while the rest of the code is still being read.
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "../api/client";
import { prefetchSearch } from "../features/guest/search/prefetch";
import { meQuery } from "../features/session/session";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof Problem) && count < 2, staleTime: 10_000 },
    mutations: { retry: false },
  },
});

void queryClient.prefetchQuery(meQuery);
if (window.location.pathname === "/" && !window.location.search) void prefetchSearch(queryClient);
