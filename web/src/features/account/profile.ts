import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { meQuery } from "../session/session";

export function useChangeProfile() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, phone }: { name: string; phone: string }) =>
      body(await api.PATCH("/api/auth/me", { body: { name, phone: phone.trim() || null } })).user,
    onSuccess: (me) => cache.setQueryData(meQuery.queryKey, me),
  });
}

export function useChangePassword() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (passwords: Schemas["PasswordChangeIn"]) => api.POST("/api/auth/password", { body: passwords }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["sessions"] }),
  });
}
