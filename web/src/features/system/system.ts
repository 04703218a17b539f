import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type System = Schemas["SystemOut"];
export type Minute = Schemas["MinuteOut"];

/** What runs, and how the last hour was. The service writes a minute down when it is over. */
export const systemQuery = queryOptions({
  queryKey: ["system"],
  queryFn: async (): Promise<System> => body(await api.GET("/api/system")).system,
  refetchInterval: 30_000,
});
