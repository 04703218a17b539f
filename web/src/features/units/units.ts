// Queries and mutations for managing units.
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";
import { fetchAllUnits, type Unit, unitQuery } from "../../api/units";
import { conflictingFields } from "./values";

/** All units of a property, because the API orders only the complete list. */
export const allUnitsQuery = (property: string) =>
  queryOptions({ queryKey: ["units", property, "all"], queryFn: () => fetchAllUnits(property) });

export function useAddUnit() {
  const cache = useQueryClient();
  return useApiMutation("POST /api/units", {
    mutationFn: async (input: Schemas["UnitIn"]) => body(await api.POST("/api/units", { body: input })).unit,
    onSuccess: (unit) => cache.setQueryData(unitQuery(unit.id).queryKey, unit),
  });
}

export function useChangeUnit(id: string) {
  const cache = useQueryClient();
  return useApiMutation("PATCH /api/units/{unit_id}", {
    mutationFn: async (patch: Schemas["UnitPatch"]) =>
      body(await api.PATCH("/api/units/{unit_id}", { params: { path: { unit_id: id } }, body: patch })).unit,
    onSuccess: (unit) => cache.setQueryData(unitQuery(unit.id).queryKey, unit),
    invalidatesOnError: (error) => conflictingFields(error) !== null,
  });
}

/** Orders the units with an optimistic update, which an error reverts. */
export function useOrderUnits(property: string) {
  const cache = useQueryClient();
  const { queryKey } = allUnitsQuery(property);
  const mutationKey = ["order", property];
  return useApiMutation("POST /api/units/order", {
    mutationKey,
    // Runs one after the other, because each order is based on the one before.
    scope: { id: `order of ${property}` },
    mutationFn: (units: Unit[]) =>
      api.POST("/api/units/order", { body: { propertyId: property, unitIds: units.map(({ id }) => id) } }),
    onMutate: async (units) => {
      await cache.cancelQueries({ queryKey });
      const previous = cache.getQueryData(queryKey);
      cache.setQueryData(queryKey, units);
      return { previous };
    },
    onError: (_error, _units, context) => {
      if (context?.previous) cache.setQueryData(queryKey, context.previous);
    },
    invalidatesOnError: () => true,
  });
}
