// What strangers may ask for, and the use of links that were mailed to them. A token travels in the body and nowhere else.
import { useMutation } from "@tanstack/react-query";
import { api, type Schemas } from "../../api/client";

export function useRegister() {
  return useMutation({
    mutationFn: (wanted: Schemas["RegisterIn"]) => api.POST("/api/auth/register", { body: wanted }),
  });
}

export function useForgot() {
  return useMutation({
    mutationFn: (address: Schemas["EmailIn"]) => api.POST("/api/auth/forgot", { body: address }),
  });
}

export function useVerify() {
  return useMutation({ mutationFn: (link: Schemas["TokenIn"]) => api.POST("/api/auth/verify", { body: link }) });
}

export function useUnlock() {
  return useMutation({ mutationFn: (link: Schemas["TokenIn"]) => api.POST("/api/auth/unlock", { body: link }) });
}

export function useReset() {
  return useMutation({ mutationFn: (wanted: Schemas["ResetIn"]) => api.POST("/api/auth/reset", { body: wanted }) });
}

export function useAccept() {
  return useMutation({ mutationFn: (wanted: Schemas["AcceptIn"]) => api.POST("/api/auth/accept", { body: wanted }) });
}
