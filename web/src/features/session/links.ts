// Mutations that need no session: registration, password reset and the links in e-mails. Tokens are sent in
// the body.
import { useApiMutation } from "../../api/cache";
import { api, type Schemas } from "../../api/client";

export function useRegister() {
  return useApiMutation("POST /api/auth/register", {
    mutationFn: (input: Schemas["RegisterIn"]) => api.POST("/api/auth/register", { body: input }),
  });
}

export function useForgot() {
  return useApiMutation("POST /api/auth/forgot", {
    mutationFn: (address: Schemas["EmailIn"]) => api.POST("/api/auth/forgot", { body: address }),
  });
}

export function useVerify() {
  return useApiMutation("POST /api/auth/verify", {
    mutationFn: (input: Schemas["VerifyIn"]) => api.POST("/api/auth/verify", { body: input }),
  });
}

export function useUnlock() {
  return useApiMutation("POST /api/auth/unlock", {
    mutationFn: (link: Schemas["TokenIn"]) => api.POST("/api/auth/unlock", { body: link }),
  });
}

export function useReset() {
  return useApiMutation("POST /api/auth/reset", {
    mutationFn: (input: Schemas["ResetIn"]) => api.POST("/api/auth/reset", { body: input }),
  });
}

export function useAccept() {
  return useApiMutation("POST /api/auth/accept", {
    mutationFn: (input: Schemas["AcceptIn"]) => api.POST("/api/auth/accept", { body: input }),
  });
}
