import { infiniteQueryOptions } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";

export type Mail = Schemas["MailOut"];
export type MailState = Schemas["DeliveryState"];

export const STATES: readonly MailState[] = ["WAITING", "DELIVERED", "NEEDLESS", "DEAD"];

export function isMailState(value: unknown): value is MailState {
  return STATES.some((state) => state === value);
}

export function mailsQuery(state: MailState | undefined) {
  return infiniteQueryOptions({
    queryKey: ["mails", state ?? null],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/mails", { params: { query: { state: state ?? null, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
}

export function useRetryMail() {
  return useApiMutation("POST /api/mails/{mail_id}/retry", {
    mutationFn: (mail: Mail) =>
      api.POST("/api/mails/{mail_id}/retry", { params: { path: { mail_id: mail.id } } }),
    invalidatesOnError: () => true,
    awaitsRefetch: true,
  });
}
