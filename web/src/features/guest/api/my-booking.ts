// The guest's own booking, opened by its link and contact or by the session of the user.
import { queryOptions } from "@tanstack/react-query";
import { type BookingAccess, bookingRequest } from "../../../api/booking-change";
import type { Booking } from "../../../api/bookings";
import { api, body } from "../../../api/client";

export type { BookingAccess };

export const bookingQuery = (id: string, access: BookingAccess | null) =>
  queryOptions({
    queryKey: ["my-booking", id, access],
    queryFn: async (): Promise<Booking> =>
      body(await api.GET("/api/bookings/{booking_id}", bookingRequest(id, access))).booking,
  });

export async function cancelBooking(id: string, access: BookingAccess | null): Promise<Booking> {
  return body(await api.POST("/api/bookings/{booking_id}/cancel", bookingRequest(id, access))).booking;
}
