import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type Session = Schemas["SessionOut"];

export const sessionsQuery = infiniteQueryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ pageParam }) =>
    body(await api.GET("/api/auth/sessions", { params: { query: { cursor: pageParam } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.page.next,
});

export function useEndSession() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (session: Session) =>
      api.DELETE("/api/auth/sessions/{session_id}", { params: { path: { session_id: session.id } } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

/** Here too: afterwards nobody is signed in. */
export function useSignOutEverywhere(onOut: () => Promise<void>) {
  return useMutation({ mutationFn: () => api.DELETE("/api/auth/sessions"), onSuccess: onOut });
}
