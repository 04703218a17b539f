import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { bookingQuery, type Status } from "../../api/bookings";
import { api, body, type Schemas } from "../../api/client";
import type { IsoDate } from "../../format/dates";

export type Action = Schemas["Action"];

export interface Filters {
  q?: string | undefined;
  status?: Status | undefined;
  from?: IsoDate | undefined;
  to?: IsoDate | undefined;
  sort?: Schemas["Sort"] | undefined;
}

/** What is not asked for is left out of the request. */
function given(filters: Filters) {
  const { q, status, from, to, sort } = filters;
  return {
    ...(q && { q }),
    ...(status && { status }),
    ...(from && { from }),
    ...(to && { to }),
    ...(sort && { sort }),
  };
}

export const bookingsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ["bookings", "mine", filters],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/bookings", { params: { query: { ...given(filters), cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    placeholderData: keepPreviousData,
  });

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
