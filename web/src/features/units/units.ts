// The units of a property as staff see them, and what changes them.
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { fetchAllUnits, type Unit, unitQuery } from "../../api/units";
import { conflictOf } from "./values";

/** The units can only be ordered as a whole. */
export const unitsQuery = (property: string) =>
  queryOptions({ queryKey: ["units", property, "all"], queryFn: () => fetchAllUnits(property) });

export function useAddUnit() {
  const cache = useQueryClient();
  return useApiMutation("POST /api/units", {
    mutationFn: async (wanted: Schemas["UnitIn"]) =>
      body(await api.POST("/api/units", { body: wanted })).unit,
    onSuccess: (unit) => cache.setQueryData(unitQuery(unit.id).queryKey, unit),
  });
}

export function useChangeUnit(id: string) {
  const cache = useQueryClient();
  return useApiMutation("PATCH /api/units/{unit_id}", {
    mutationFn: async (patch: Schemas["UnitPatch"]) =>
      body(await api.PATCH("/api/units/{unit_id}", { params: { path: { unit_id: id } }, body: patch })).unit,
    onSuccess: (unit) => cache.setQueryData(unitQuery(unit.id).queryKey, unit),
    invalidatesOnError: (error) => conflictOf(error) !== null,
  });
}

/** The units are in their new order at once, and back in the old one when the API refuses. */
export function useOrder(property: string) {
  const cache = useQueryClient();
  const { queryKey } = unitsQuery(property);
  const mutationKey = ["order", property];
  return useApiMutation("POST /api/units/order", {
    mutationKey,
    // One after the other: the second order is made of the first.
    scope: { id: `order of ${property}` },
    mutationFn: (units: Unit[]) =>
      api.POST("/api/units/order", { body: { propertyId: property, unitIds: units.map(({ id }) => id) } }),
    onMutate: async (units) => {
      await cache.cancelQueries({ queryKey });
      const before = cache.getQueryData(queryKey);
      cache.setQueryData(queryKey, units);
      return { before };
    },
    onError: (_error, _units, kept) => {
      if (kept?.before) cache.setQueryData(queryKey, kept.before);
    },
    invalidatesOnError: () => true,
  });
}
