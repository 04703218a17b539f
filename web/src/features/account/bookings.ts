import { useQueryClient } from "@tanstack/react-query";
import { type Action, bookingQuery } from "../../api/bookings";
import { useApiMutation } from "../../api/cache";
import { api, body } from "../../api/client";

export function useBookingAction(id: string) {
  const cache = useQueryClient();
  return useApiMutation((action) => `POST /api/bookings/{booking_id}/${action}`, {
    mutationFn: async (action: Action) =>
      body(await api.POST(`/api/bookings/{booking_id}/${action}`, { params: { path: { booking_id: id } } }))
        .booking,
    onSuccess: (booking) => cache.setQueryData(bookingQuery(id).queryKey, booking),
    // A refusal means that the booking is no longer as this page shows it.
    staleAfterError: () => true,
    waitsForReload: true,
  });
}
