// The accounts that one may see, and what may be done with them.
import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ApiChange } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { usePasswordedMutation } from "../session/password-question";

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

/** A change to an account; the lists show it, and the API may want the password first. */
function useUserMutation<Given>(
  change: ApiChange | ((given: Given) => ApiChange),
  mutationFn: (given: Given) => Promise<unknown>,
) {
  return usePasswordedMutation(change, { mutationFn, awaitsRefetch: true });
}

function at(user: User) {
  return { params: { path: { user_id: user.id } } };
}

export function useChangeUser(user: User) {
  return useUserMutation("PATCH /api/users/{user_id}", (profile: Schemas["ProfilePatch"]) =>
    api.PATCH("/api/users/{user_id}", { ...at(user), body: profile }),
  );
}

export function useChangeRole(user: User) {
  return useUserMutation("POST /api/users/{user_id}/role", (role: Role) =>
    api.POST("/api/users/{user_id}/role", { ...at(user), body: { role } }),
  );
}

export type Step = "deactivate" | "activate" | "sign-out" | "send-reset";

export function useUserStep(user: User) {
  return useUserMutation(
    (step: Step) => `POST /api/users/{user_id}/${step}`,
    (step) => api.POST(`/api/users/{user_id}/${step}`, at(user)),
  );
}

/** Signs everybody out but whoever asks for it. */
export function useEndEverybodysSessions() {
  return usePasswordedMutation("DELETE /api/sessions", { mutationFn: () => api.DELETE("/api/sessions") });
}
