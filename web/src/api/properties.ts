import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./client";

export type Property = Schemas["PropertyOut"];

/** The first hundred properties, ordered by name. */
export const propertiesQuery = queryOptions({
  queryKey: ["properties"],
  queryFn: async (): Promise<Property[]> =>
    body(await api.GET("/api/properties", { params: { query: { size: 100 } } })).properties,
  staleTime: 300_000,
});

export const propertyQuery = (id: string) =>
  queryOptions({
    queryKey: ["property", id],
    queryFn: async (): Promise<Property> =>
      body(await api.GET("/api/properties/{property_id}", { params: { path: { property_id: id } } }))
        .property,
    staleTime: 300_000,
  });
