// What is free for a stay, with the price that would be charged.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Party, Stay } from "../format/stay";
import { api, body, type Schemas } from "./client";

export type FreeUnit = Schemas["FreeUnitOut"];
type Page = Schemas["AvailabilityOut"];

async function freeUnits(
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
    queryFn: ({ pageParam }) => freeUnits(property, stay, party, 12, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.page.next,
  });

/** A few free units: enough to offer something else. */
export const someFreeUnitsQuery = (property: string, stay: Stay, party: Party, size: number) =>
  queryOptions({
    queryKey: ["availability", property, stay, party, "some", size],
    queryFn: async () => (await freeUnits(property, stay, party, size)).units,
  });

/** One unit's offer for a stay; null when it is not free or does not sleep the party. */
export const offerQuery = (property: string, unit: string, stay: Stay, party: Party) =>
  queryOptions({
    queryKey: ["availability", property, stay, party, "unit", unit],
    queryFn: async (): Promise<FreeUnit | null> => {
      const query = { property, unit, ...stay, guests: party.adults + party.children, size: 1 };
      return body(await api.GET("/api/availability", { params: { query } })).units[0] ?? null;
    },
  });
