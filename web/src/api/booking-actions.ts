// The actions that change the status of a booking.
import { useQueryClient } from "@tanstack/react-query";
import { type Action, type Booking, bookingQuery } from "./bookings";
import { useApiMutation } from "./cache";
import { api, body } from "./client";

export function useBookingAction() {
  const cache = useQueryClient();
  return useApiMutation(({ action }) => `POST /api/bookings/{booking_id}/${action}`, {
    mutationFn: async ({ id, action }: { id: string; action: Action }) =>
      body(await api.POST(`/api/bookings/{booking_id}/${action}`, { params: { path: { booking_id: id } } }))
        .booking,
    onSuccess: (booking) => cache.setQueryData(bookingQuery(booking.id).queryKey, booking),
    // An error means that the booking no longer has the status that the page shows.
    invalidatesOnError: () => true,
    awaitsRefetch: true,
  });
}

/** Whether an action of a booking changes its status. The others open a form. */
export function isStatusAction(action: Booking["actions"][number]): action is Action {
  return action !== "change" && action !== "move";
}
