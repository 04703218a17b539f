// Who stays and stayed, and what each of them booked.
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

/** The bookings of one person, by arrival, the latest first. */
export const staysQuery = (guest: string) =>
  infiniteQueryOptions({
    queryKey: ["bookings", "guest", guest],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/bookings", { params: { query: { guest, sort: "-checkIn", cursor: pageParam } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
