// Queries for units, with the price for a night.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Party } from "../format/stay";
import { api, body, type Schemas } from "./client";

export type Unit = Schemas["UnitOut"];
export type UnitStatus = Schemas["UnitStatus"];

/**
 * The active units of a property, or of all properties, that sleep the party. The API limits `sleeps` to 100.
 */
export const unitsQuery = (property: string | null, party: Party) => {
  const sleeps = Math.min(100, party.adults + party.children);
  return infiniteQueryOptions({
    queryKey: ["units", property, sleeps],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/units", {
          params: {
            query: {
              property,
              sleeps,
              size: 12,
              status: "ACTIVE",
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.page.next,
  });
};

/** Every unit of a property, in listing order. */
export async function fetchAllUnits(property: string, status?: UnitStatus): Promise<Unit[]> {
  const units: Unit[] = [];
  let cursor: string | null = null;
  do {
    const query = { property, size: 100, cursor, ...(status ? { status } : {}) };
    const page: Schemas["UnitList"] = body(await api.GET("/api/units", { params: { query } }));
    units.push(...page.units);
    cursor = page.page.next;
  } while (cursor);
  return units;
}

export const unitQuery = (id: string) =>
  queryOptions({
    queryKey: ["unit", id],
    queryFn: async (): Promise<Unit> =>
      body(await api.GET("/api/units/{unit_id}", { params: { path: { unit_id: id } } })).unit,
    staleTime: 60_000,
  });
