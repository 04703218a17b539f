import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./client";

export type Property = Schemas["PropertyOut"];

/** The properties by name; whoever runs more than a hundred of them sees the first hundred. */
export const propertiesQuery = queryOptions({
  queryKey: ["properties"],
  queryFn: async (): Promise<Property[]> =>
    body(await api.GET("/api/properties", { params: { query: { size: 100 } } })).properties,
  staleTime: 300_000,
});
