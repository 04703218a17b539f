// What strangers may ask for, and the use of links that were mailed to them. A token travels in the body and nowhere else.
import { useApiMutation } from "../../api/cache";
import { api, type Schemas } from "../../api/client";

export function useRegister() {
  return useApiMutation("POST /api/auth/register", {
    mutationFn: (wanted: Schemas["RegisterIn"]) => api.POST("/api/auth/register", { body: wanted }),
  });
}

export function useForgot() {
  return useApiMutation("POST /api/auth/forgot", {
    mutationFn: (address: Schemas["EmailIn"]) => api.POST("/api/auth/forgot", { body: address }),
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
