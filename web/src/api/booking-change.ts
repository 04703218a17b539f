// Changing a booking, and what that would cost: by the session of who is signed in, or by the link of the booking.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Booking } from "./bookings";
import { api, body, Problem, type Schemas } from "./client";

export type BookingChange = Schemas["BookingPatch"];
export type ChangeQuote = Schemas["ChangeQuoteOut"];

/** What opens a booking without an account. */
export interface Access {
  token: string;
  contact: string;
}

/** The link must count even when somebody is signed in: their session may not see this booking. */
export function opened(id: string, access: Access | null) {
  if (!access) return { params: { path: { booking_id: id } } };
  const headers = { "Booking-Token": access.token, "Booking-Contact": access.contact };
  return { params: { path: { booking_id: id } }, headers, credentials: "omit" as const };
}

export async function changeBooking(
  id: string,
  access: Access | null,
  change: BookingChange,
): Promise<Booking> {
  return body(await api.PATCH("/api/bookings/{booking_id}", { ...opened(id, access), body: change })).booking;
}

/** The price before and after a change, or the refusal that the change would meet; null when nothing would be different. */
export const changeQuoteQuery = (id: string, access: Access | null, change: BookingChange | null) =>
  queryOptions({
    queryKey: ["change-quote", id, access, change],
    queryFn: async (): Promise<ChangeQuote> =>
      body(await api.POST("/api/bookings/{booking_id}/quote", { ...opened(id, access), body: change ?? {} }))
        .quote,
    enabled: change !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Somebody changed the booking since it was read. */
export function isStale(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "stale_version";
}
