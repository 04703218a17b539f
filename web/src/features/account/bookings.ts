import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Action, bookingQuery } from "../../api/bookings";
import { api, body } from "../../api/client";

export function useTakeStep(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (action: Action) =>
      body(await api.POST(`/api/bookings/{booking_id}/${action}`, { params: { path: { booking_id: id } } })).booking,
    onSuccess: (booking) => {
      cache.setQueryData(bookingQuery(id).queryKey, booking);
      return cache.invalidateQueries({ queryKey: ["bookings"] });
    },
    // The booking is not as this page shows it: read it again.
    onError: () => cache.invalidateQueries({ queryKey: bookingQuery(id).queryKey }),
  });
}
