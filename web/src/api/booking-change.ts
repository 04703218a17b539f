// Changes of a booking, and their price. The caller is authenticated by a session or by the link of the
// booking.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Booking } from "./bookings";
import { api, body, Problem, type Schemas } from "./client";

export type BookingChange = Schemas["BookingPatch"];
export type ChangeQuote = Schemas["ChangeQuoteOut"];

/** The credentials that open a booking without an account. */
export interface BookingAccess {
  token: string;
  contact: string;
}

/**
 * The path and credentials of a request about a booking. With `access` no cookie is sent, because the session
 * of another user may not be allowed to see this booking.
 */
export function bookingRequest(id: string, access: BookingAccess | null) {
  if (!access) return { params: { path: { booking_id: id } } };
  const headers = { "Booking-Token": access.token, "Booking-Contact": access.contact };
  return { params: { path: { booking_id: id } }, headers, credentials: "omit" as const };
}

export async function changeBooking(
  id: string,
  access: BookingAccess | null,
  change: BookingChange,
): Promise<Booking> {
  return body(await api.PATCH("/api/bookings/{booking_id}", { ...bookingRequest(id, access), body: change }))
    .booking;
}

/**
 * The price before and after a change, or the error that the change would cause. Disabled while `change` is
 * null.
 */
export const changeQuoteQuery = (id: string, access: BookingAccess | null, change: BookingChange | null) =>
  queryOptions({
    queryKey: ["change-quote", id, access, change],
    queryFn: async (): Promise<ChangeQuote> =>
      body(
        await api.POST("/api/bookings/{booking_id}/quote", {
          ...bookingRequest(id, access),
          body: change ?? {},
        }),
      ).quote,
    enabled: change !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Whether the API rejected a change because another user changed the booking since it was read. */
export function isStaleVersion(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "stale_version";
}
