// One booking, as whoever is signed in may see it.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./client";

export type Booking = Schemas["BookingOut"];
export type BookingDetail = Schemas["BookingDetailOut"];
export type Status = Schemas["Status"];

export const bookingQuery = (id: string) =>
  queryOptions({
    queryKey: ["booking", id],
    queryFn: async (): Promise<BookingDetail> =>
      body(await api.GET("/api/bookings/{booking_id}", { params: { path: { booking_id: id } } })).booking,
  });
