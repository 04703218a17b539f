import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./client";

/** The newest hundred accounts that the user may see, for select fields and for names in lists. */
export const peopleQuery = queryOptions({
  queryKey: ["users", "newest"],
  queryFn: async (): Promise<Schemas["UserOut"][]> =>
    body(await api.GET("/api/users", { params: { query: { size: 100 } } })).users,
  staleTime: 60_000,
});
