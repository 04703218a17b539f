import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { useReauthenticatedMutation } from "../session/reauthentication";

export type Invitation = Schemas["InvitationOut"];

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ["invitations"],
  queryFn: async ({ pageParam }) =>
    body(await api.GET("/api/invitations", { params: { query: { cursor: pageParam } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.page.next,
});

export function useInvite() {
  return useReauthenticatedMutation("POST /api/users", {
    mutationFn: async (invitation: Schemas["InvitationIn"]) =>
      body(await api.POST("/api/users", { body: invitation })).invitation,
    awaitsRefetch: true,
  });
}

export function useWithdrawInvitation() {
  return useReauthenticatedMutation("DELETE /api/invitations/{invitation_id}", {
    mutationFn: (invitation: Invitation) =>
      api.DELETE("/api/invitations/{invitation_id}", { params: { path: { invitation_id: invitation.id } } }),
    awaitsRefetch: true,
  });
}
