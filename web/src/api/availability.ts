// Queries for the units that are free for a stay, with their prices.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Party, Stay } from "../format/stay";
import { api, body, type Schemas } from "./client";

export type FreeUnit = Schemas["FreeUnitOut"];
type Page = Schemas["AvailabilityOut"];

async function fetchFreeUnits(
  property: string,
  stay: Stay,
  party: Party,
  size: number,
  cursor?: string,
): Promise<Page> {
  const query = {
    property,
    ...stay,
    guests: party.adults + party.children,
    size,
    ...(cursor ? { cursor } : {}),
  };
  return body(await api.GET("/api/availability", { params: { query } }));
}

export const freeUnitsQuery = (property: string, stay: Stay, party: Party) =>
  infiniteQueryOptions({
    queryKey: ["availability", property, stay, party],
    queryFn: ({ pageParam }) => fetchFreeUnits(property, stay, party, 12, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.page.next,
  });

/** The first free units, as alternatives to a unit that is taken. */
export const suggestedUnitsQuery = (property: string, stay: Stay, party: Party, size: number) =>
  queryOptions({
    queryKey: ["availability", property, stay, party, "some", size],
    queryFn: async () => (await fetchFreeUnits(property, stay, party, size)).units,
  });

/** The offer of one unit for a stay. Null when the unit is not free or does not sleep the party. */
export const offerQuery = (property: string, unit: string, stay: Stay, party: Party) =>
  queryOptions({
    queryKey: ["availability", property, stay, party, "unit", unit],
    queryFn: async (): Promise<FreeUnit | null> => {
      const query = { property, unit, ...stay, guests: party.adults + party.children, size: 1 };
      return body(await api.GET("/api/availability", { params: { query } })).units[0] ?? null;
    },
  });
