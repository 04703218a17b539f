// The signed-in user, and the mutations that change who is signed in.
import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, Problem, type Schemas } from "../../api/client";

/** The signed-in user. The type omits the role, so that components check permissions with `may` instead. */
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
  // Another tab may have changed who is signed in.
  refetchOnWindowFocus: "always",
});

export function useMe(): Me | null {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the user has the permission. A visitor (null) has none. */
export function may(me: Me | null, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false;
}

/**
 * Replaces the signed-in user and removes all data of the previous one. `me` is not removed, because all
 * pages use it.
 */
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

/** Signs out. `leave` navigates to a public page first, because the current one may need a user. */
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

/** The page after signing in, unless another page required it. */
export function homePath(me: Me): "/board" | "/sell" | "/account" {
  if (may(me, "calendar:details")) return "/board";
  return may(me, "calendar:read") ? "/sell" : "/account";
}
