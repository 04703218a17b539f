// What visitors hold, by where it comes from, and ending all of it that comes from one place.
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { formatDate } from "../../format/dates";
import { holdsTexts } from "../../text/signed-in/holds";

export type Origin = Schemas["HoldOriginOut"];
export type By = Schemas["OriginKind"];

export interface HoldsSearch {
  by?: By | undefined;
}

export const holdsQuery = (by: By) =>
  infiniteQueryOptions({
    queryKey: ["holds", by],
    queryFn: async ({ pageParam }) =>
      body(await api.GET("/api/holds", { params: { query: { by, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    placeholderData: keepPreviousData,
    // Holds begin and end by themselves.
    refetchInterval: 60_000,
  });

export function useEndHolds(by: By) {
  return useApiMutation("POST /api/holds/end", {
    mutationFn: async (origin: string) => body(await api.POST("/api/holds/end", { body: { by, origin } })),
    awaitsRefetch: true,
  });
}

/** Whose holds they are: one guest's name, or how many share a network. */
export function whoOf(origin: Origin): string {
  return origin.guests === 1 ? origin.name : holdsTexts.more(origin.name, origin.guests - 1);
}

/** The first and the last night that are held. */
export function spanOf({ firstNight, lastNight }: Origin): string {
  const first = formatDate(firstNight);
  return firstNight === lastNight ? first : holdsTexts.span(first, formatDate(lastNight));
}

/** A short name for a network, whose address is not kept. */
export function codeOf(origin: Origin): string {
  return origin.id.slice(0, 4).toUpperCase();
}
