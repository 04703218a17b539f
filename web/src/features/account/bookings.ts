import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type Booking = Schemas["BookingOut"];
export type BookingDetail = Schemas["BookingDetailOut"];
export type Status = Schemas["Status"];
export type Action = Schemas["Action"];

export function bookingsQuery(status: Status | undefined) {
  return infiniteQueryOptions({
    queryKey: ["bookings", "mine", status ?? null],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/bookings", { params: { query: { status: status ?? null, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
}

export function bookingQuery(id: string) {
  return queryOptions({
    queryKey: ["booking", id],
    queryFn: async (): Promise<BookingDetail> =>
      body(await api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } })).booking,
  });
}

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
