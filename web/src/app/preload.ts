// The first import of the app: sends the requests for the first page while the browser still parses the rest
// of the code.
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
const requests = [queryClient.prefetchQuery(meQuery)];
if (pathname === "/") requests.push(prefetchSearch(queryClient, readStaySearch(defaultParseSearch(search))));

/** Settles when every request of the first page has succeeded or failed. */
export const preloaded: Promise<unknown> = Promise.all(requests);
