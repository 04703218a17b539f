// A guest's own booking: opened by its link and the contact it was made with, or by the session of who is signed in.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../api/client";
import type { Booking } from "../../../api/make-booking";

/** What opens a booking without an account. */
export interface Access {
  token: string;
  contact: string;
}

/** The link must count even when somebody is signed in: their session may not see this booking. */
function opened(id: string, access: Access | null) {
  if (!access) return { params: { path: { booking_id: id } } };
  const headers = { "Booking-Token": access.token, "Booking-Contact": access.contact };
  return { params: { path: { booking_id: id } }, headers, credentials: "omit" as const };
}

export const bookingQuery = (id: string, access: Access | null) =>
  queryOptions({
    queryKey: ["my-booking", id, access],
    queryFn: async (): Promise<Booking> =>
      body(await api.GET("/api/bookings/{booking_id}", opened(id, access))).booking,
  });

export async function changeBooking(id: string, access: Access | null, change: Schemas["BookingPatch"]) {
  return body(await api.PATCH("/api/bookings/{booking_id}", { ...opened(id, access), body: change })).booking;
}

export async function cancelBooking(id: string, access: Access | null): Promise<Booking> {
  return body(await api.POST("/api/bookings/{booking_id}/cancel", opened(id, access))).booking;
}
