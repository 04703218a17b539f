import { infiniteQueryOptions, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { usePasswordedMutation } from "../session/password-question";

export type Invitation = Schemas["InvitationOut"];

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ["invitations"],
  queryFn: async ({ pageParam }) =>
    body(await api.GET("/api/invitations", { params: { query: { cursor: pageParam } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.page.next,
});

export function useInvite() {
  const cache = useQueryClient();
  return usePasswordedMutation({
    mutationFn: async (wanted: Schemas["InvitationIn"]) =>
      body(await api.POST("/api/users", { body: wanted })).invitation,
    onSuccess: () => cache.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
}

export function useWithdraw() {
  const cache = useQueryClient();
  return usePasswordedMutation({
    mutationFn: (invitation: Invitation) =>
      api.DELETE("/api/invitations/{invitation_id}", { params: { path: { invitation_id: invitation.id } } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
}
