// What strangers may ask for, and the use of links that were mailed to them. A token travels in the body and nowhere else.
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";

export function useRegister() {
  return useApiMutation("POST /api/auth/register", {
    mutationFn: async (wanted: Schemas["RegisterIn"]) =>
      body(await api.POST("/api/auth/register", { body: wanted })).message,
  });
}

export function useForgot() {
  return useApiMutation("POST /api/auth/forgot", {
    mutationFn: async (address: Schemas["EmailIn"]) =>
      body(await api.POST("/api/auth/forgot", { body: address })).message,
  });
}

export function useVerify() {
  return useApiMutation("POST /api/auth/verify", {
    mutationFn: (link: Schemas["TokenIn"]) => api.POST("/api/auth/verify", { body: link }),
  });
}

export function useUnlock() {
  return useApiMutation("POST /api/auth/unlock", {
    mutationFn: (link: Schemas["TokenIn"]) => api.POST("/api/auth/unlock", { body: link }),
  });
}

export function useReset() {
  return useApiMutation("POST /api/auth/reset", {
    mutationFn: (wanted: Schemas["ResetIn"]) => api.POST("/api/auth/reset", { body: wanted }),
  });
}

export function useAccept() {
  return useApiMutation("POST /api/auth/accept", {
    mutationFn: (wanted: Schemas["AcceptIn"]) => api.POST("/api/auth/accept", { body: wanted }),
  });
}
