// Queries for guests and their bookings.
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type Person = Schemas["PersonOut"];

export interface GuestsSearch {
  q?: string | undefined;
  guest?: string | undefined;
}

export const guestsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["guests", q ?? null],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/guests", { params: { query: { q: q ?? null, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    placeholderData: keepPreviousData,
  });

/** The bookings of a guest, by check-in, latest first. */
export const guestBookingsQuery = (guest: string) =>
  infiniteQueryOptions({
    queryKey: ["bookings", "guest", guest],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/bookings", { params: { query: { guest, sort: "-checkIn", cursor: pageParam } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
