// Queries and mutations for user accounts.
import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ApiChange } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { useReauthenticatedMutation } from "../session/reauthentication";

export type User = Schemas["UserOut"];
export type Role = Schemas["Role"];

export interface UserFilters {
  role?: Role | undefined;
  active?: boolean | undefined;
}

export function usersQuery({ role, active }: UserFilters) {
  return infiniteQueryOptions({
    queryKey: ["users", role ?? null, active ?? null],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/users", {
          params: { query: { role: role ?? null, active: active ?? null, cursor: pageParam } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
}

/** A mutation of an account. The API may require the password of the user first. */
function useUserMutation<Variables>(
  change: ApiChange | ((variables: Variables) => ApiChange),
  mutationFn: (variables: Variables) => Promise<unknown>,
) {
  return useReauthenticatedMutation(change, { mutationFn, awaitsRefetch: true });
}

function pathOf(user: User) {
  return { params: { path: { user_id: user.id } } };
}

export function useChangeUser(user: User) {
  return useUserMutation("PATCH /api/users/{user_id}", (profile: Schemas["ProfilePatch"]) =>
    api.PATCH("/api/users/{user_id}", { ...pathOf(user), body: profile }),
  );
}

export function useChangeRole(user: User) {
  return useUserMutation("POST /api/users/{user_id}/role", (role: Role) =>
    api.POST("/api/users/{user_id}/role", { ...pathOf(user), body: { role } }),
  );
}

export type UserAction = "deactivate" | "activate" | "sign-out" | "send-reset";

export function useUserAction(user: User) {
  return useUserMutation(
    (action: UserAction) => `POST /api/users/{user_id}/${action}`,
    (action) => api.POST(`/api/users/{user_id}/${action}`, pathOf(user)),
  );
}

/** Ends the sessions of all users except the current one. */
export function useEndAllSessions() {
  return useReauthenticatedMutation("DELETE /api/sessions", {
    mutationFn: () => api.DELETE("/api/sessions"),
  });
}
