import { useQueryClient } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { meQuery } from "../session/session";

export function useChangeProfile() {
  const cache = useQueryClient();
  return useApiMutation("PATCH /api/auth/me", {
    mutationFn: async ({ name, phone }: { name: string; phone: string }) =>
      body(await api.PATCH("/api/auth/me", { body: { name, phone: phone.trim() || null } })).user,
    onSuccess: (me) => cache.setQueryData(meQuery.queryKey, me),
  });
}

export function useChangePassword() {
  return useApiMutation("POST /api/auth/password", {
    mutationFn: (passwords: Schemas["PasswordChangeIn"]) =>
      api.POST("/api/auth/password", { body: passwords }),
    awaitsRefetch: true,
  });
}
