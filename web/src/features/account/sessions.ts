import { infiniteQueryOptions } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
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
  return useApiMutation("DELETE /api/auth/sessions/{session_id}", {
    mutationFn: (session: Session) =>
      api.DELETE("/api/auth/sessions/{session_id}", { params: { path: { session_id: session.id } } }),
    awaitsRefetch: true,
  });
}

/** Ends every session of the user, also this one. */
export function useSignOutEverywhere(onSuccess: () => Promise<void>) {
  return useApiMutation("DELETE /api/auth/sessions", {
    mutationFn: () => api.DELETE("/api/auth/sessions"),
    onSuccess,
  });
}
