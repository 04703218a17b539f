// The queries and mutations of the pages for staff: board, day, bookings and blocks.
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { type Action, bookingQuery } from "../../api/bookings";
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

/** An error often means that the board shows outdated data. */
const always = () => true;

/** Starts one day earlier, because a stay that ends on the first day covers its first half. */
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

/** The units of a property that are on sale, in listing order. */
export const unitsForSaleQuery = (property: string) =>
  queryOptions({
    queryKey: ["units", "staff", property],
    queryFn: () => fetchAllUnits(property, "ACTIVE"),
    staleTime: 60_000,
  });

/** Leads a booking back to the status before the action. */
export function useUndo() {
  const cache = useQueryClient();
  return useApiMutation("POST /api/bookings/{booking_id}/undo", {
    mutationFn: async ({ id, action }: { id: string; action: Action }) =>
      body(
        await api.POST("/api/bookings/{booking_id}/undo", {
          params: { path: { booking_id: id } },
          body: { action },
        }),
      ).booking,
    onSuccess: (booking) => cache.setQueryData(bookingQuery(booking.id).queryKey, booking),
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}

export interface MoveInput extends Stay {
  id: string;
  version: number;
  unitIds: string[];
}

/** Moves a booking with an optimistic update of the board, which an error reverts. */
export function useMoveBooking() {
  const cache = useQueryClient();
  return useApiMutation("PATCH /api/bookings/{booking_id}", {
    mutationFn: async ({ id, ...input }: MoveInput) =>
      body(
        await api.PATCH("/api/bookings/{booking_id}", { params: { path: { booking_id: id } }, body: input }),
      ).booking,
    onMutate: async ({ id, checkIn, checkOut, unitIds }) => {
      await cache.cancelQueries({ queryKey: ["board"] });
      const previous = cache.getQueriesData<Board>({ queryKey: ["board"] });
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
      return { previous };
    },
    onError: (_error, _wanted, context) => {
      for (const [key, board] of context?.previous ?? []) cache.setQueryData(key, board);
    },
    onSuccess: (booking) => cache.setQueryData(bookingQuery(booking.id).queryKey, booking),
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}

export function useCreateBooking() {
  return useApiMutation("POST /api/bookings", {
    mutationFn: async (input: Schemas["BookingIn"]) =>
      body(await api.POST("/api/bookings", { body: input })).booking,
    awaitsRefetch: true,
  });
}

export function useCreateBlock() {
  return useApiMutation("POST /api/blocks", {
    mutationFn: async (input: Schemas["BlockIn"]) =>
      body(await api.POST("/api/blocks", { body: input })).block,
    awaitsRefetch: true,
  });
}

export interface BlockInput {
  id: string;
  unitId: string;
  from: IsoDate;
  to: IsoDate;
  reason: string;
}

export function useChangeBlock() {
  return useApiMutation("PATCH /api/blocks/{block_id}", {
    mutationFn: async ({ id, ...input }: BlockInput) =>
      body(await api.PATCH("/api/blocks/{block_id}", { params: { path: { block_id: id } }, body: input }))
        .block,
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}

export function useDeleteBlock() {
  return useApiMutation("DELETE /api/blocks/{block_id}", {
    mutationFn: (id: string) => api.DELETE("/api/blocks/{block_id}", { params: { path: { block_id: id } } }),
    invalidatesOnError: always,
    awaitsRefetch: true,
  });
}
