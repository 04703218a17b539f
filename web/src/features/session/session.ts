// Who is signed in. The one place that asks; every screen reads it from the query cache.
import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, Problem, type Schemas } from "../../api/client";

/** Who is signed in. The role is left out, so that no component can depend on its name: ask for a permission with `may`. */
export type Me = Omit<Schemas["MeOut"], "role">;
export type Permission = Me["permissions"][number];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async (): Promise<Me | null> => {
    try {
      return body(await api.GET("/api/auth/me")).user;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
  // Another tab may have signed out, or in as somebody else.
  refetchOnWindowFocus: "always",
});

export function useMe(): Me | null {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the signed-in user has the permission; a visitor has none. */
export function may(me: Me | null, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false;
}

/** Somebody else is signed in: nothing that the one before saw is left. Who it is stays in place, since every page watches it. */
export function switchUser(cache: QueryClient, me: Me | null): void {
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] });
  cache.setQueryData(meQuery.queryKey, me);
}

export function useSignIn() {
  const cache = useQueryClient();
  return useApiMutation("POST /api/auth/login", {
    mutationFn: async (credentials: Schemas["LoginIn"]) =>
      body(await api.POST("/api/auth/login", { body: credentials })).user,
    onSuccess: (me) => switchUser(cache, me),
  });
}

/** Signs out; `leave` goes to a place that needs nobody, before the page that did is told that nobody is left. */
export function useSignOut(leave: () => Promise<void>) {
  const cache = useQueryClient();
  return useApiMutation("POST /api/auth/logout", {
    mutationFn: () => api.POST("/api/auth/logout"),
    onSuccess: async () => {
      await leave();
      switchUser(cache, null);
    },
  });
}

/** Where somebody goes after signing in, when they did not come from anywhere. */
export function homeOf(me: Me): "/board" | "/sell" | "/account" {
  if (may(me, "calendar:details")) return "/board";
  return may(me, "calendar:read") ? "/sell" : "/account";
}
