// Types and queries for the bookings that the signed-in user may see: one with all details, and a filtered
// list.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { IsoDate } from "../format/dates";
import { api, body, type Schemas } from "./client";

export type Booking = Schemas["BookingDetailOut"];
export type ListedBooking = Schemas["BookingOut"];
export type Status = Schemas["Status"];
export type Action = Schemas["Action"];

export const STATUSES = [
  "PENDING",
  "CONFIRMED",
  "CHECKED_IN",
  "COMPLETED",
  "CANCELLED",
  "EXPIRED",
  "NO_SHOW",
] as const satisfies Status[];
export const SORTS = ["-createdAt", "createdAt", "checkIn", "-checkIn"] as const satisfies Schemas["Sort"][];

export function isStatus(value: unknown): value is Status {
  return STATUSES.some((status) => status === value);
}

export const bookingQuery = (id: string) =>
  queryOptions({
    queryKey: ["booking", id],
    queryFn: async (): Promise<Booking> =>
      body(await api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } })).booking,
  });

export interface BookingFilters {
  q?: string | undefined;
  status?: Status | undefined;
  from?: IsoDate | undefined;
  to?: IsoDate | undefined;
  sort?: Schemas["Sort"] | undefined;
}

/** The query parameters without filters that are not set. */
function toQuery({ q, status, from, to, sort }: BookingFilters) {
  return {
    ...(q && { q }),
    ...(status && { status: [status] }),
    ...(from && { from }),
    ...(to && { to }),
    ...(sort && { sort }),
  };
}

/** Staff get all bookings, other users get their own. */
export const bookingsQuery = (filters: BookingFilters) =>
  infiniteQueryOptions({
    queryKey: ["bookings", "list", filters],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/bookings", { params: { query: { ...toQuery(filters), cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    placeholderData: keepPreviousData,
  });
