// The queries and mutations of the staff's screens: board, day, bookings and blocks.
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { bookingQuery } from "../../api/bookings";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { fetchAllUnits } from "../../api/units";
import { addDays, type IsoDate } from "../../format/dates";
import type { Stay } from "../../format/stay";

export type Board = Schemas["BoardOut"];
export type BoardBooking = Schemas["BoardBookingOut"];
export type BoardBlock = Schemas["BoardBlockOut"];
export type BoardUnit = Schemas["BoardUnitOut"];
export type DayBooking = Schemas["DayBookingOut"];

/** A refused change often means that the board shows old data. */
const always = () => true;

/** One day more on the left: who leaves on the first day still has its morning. */
export const boardQuery = (property: string, from: IsoDate, days: number) =>
  queryOptions({
    queryKey: ["board", property, from, days],
    queryFn: async () =>
      body(
        await api.GET("/api/board", {
          params: { query: { property, from: addDays(from, -1), to: addDays(from, days) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["history", id],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/bookings/{booking_id}/history", {
          params: {
            path: { booking_id: id },
            query: { size: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const dayQuery = (property: string, date?: IsoDate) =>
  queryOptions({
    queryKey: ["day", property, date ?? "today"],
    queryFn: async () =>
      body(await api.GET("/api/day", { params: { query: { property, ...(date ? { date } : {}) } } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** The units of a property that are for sale, by their place in the shop window. */
export const unitsQuery = (property: string) =>
  queryOptions({
    queryKey: ["units", "staff", property],
    queryFn: () => fetchAllUnits(property, "ACTIVE"),
    staleTime: 60_000,
  });

export interface Moved extends Stay {
  id: string;
  version: number;
  unitIds: string[];
}

/** The bar is at its new place at once, and back at the old one when the API refuses. */
export function useMove() {
  const cache = useQueryClient();
  return useApiMutation("PATCH /api/bookings/{booking_id}", {
    mutationFn: async ({ id, ...wanted }: Moved) =>
      body(
        await api.PATCH("/api/bookings/{booking_id}", { params: { path: { booking_id: id } }, body: wanted }),
      ).booking,
    onMutate: async ({ id, checkIn, checkOut, unitIds }) => {
      await cache.cancelQueries({ queryKey: ["board"] });
      const before = cache.getQueriesData<Board>({ queryKey: ["board"] });
      cache.setQueriesData<Board>({ queryKey: ["board"] }, (board) =>
        board
          ? {
              ...board,
              bookings: board.bookings.map((booking) =>
                booking.id === id ? { ...booking, checkIn, checkOut, unitIds } : booking,
              ),
            }
          : board,
      );
      return { before };
    },
    onError: (_error, _wanted, kept) => {
      for (const [key, board] of kept?.before ?? []) cache.setQueryData(key, board);
    },
    onSuccess: (booking) => cache.setQueryData(bookingQuery(booking.id).queryKey, booking),
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}

export function useBook() {
  return useApiMutation("POST /api/bookings", {
    mutationFn: async (wanted: Schemas["BookingIn"]) =>
      body(await api.POST("/api/bookings", { body: wanted })).booking,
    awaitsRefetch: true,
  });
}

export function useBlock() {
  return useApiMutation("POST /api/blocks", {
    mutationFn: async (wanted: Schemas["BlockIn"]) =>
      body(await api.POST("/api/blocks", { body: wanted })).block,
    awaitsRefetch: true,
  });
}

export interface BlockMoved {
  id: string;
  unitId: string;
  from: IsoDate;
  to: IsoDate;
  reason: string;
}

export function useChangeBlock() {
  return useApiMutation("PATCH /api/blocks/{block_id}", {
    mutationFn: async ({ id, ...wanted }: BlockMoved) =>
      body(await api.PATCH("/api/blocks/{block_id}", { params: { path: { block_id: id } }, body: wanted }))
        .block,
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}

export function useLift() {
  return useApiMutation("DELETE /api/blocks/{block_id}", {
    mutationFn: (id: string) => api.DELETE("/api/blocks/{block_id}", { params: { path: { block_id: id } } }),
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}
