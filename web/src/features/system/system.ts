import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type System = Schemas["SystemOut"];
export type Minute = Schemas["MinuteOut"];

/** The running release, its processes and the records of the last hour, one per minute. */
export const systemQuery = queryOptions({
  queryKey: ["system"],
  queryFn: async (): Promise<System> => body(await api.GET("/api/system")).system,
  refetchInterval: 30_000,
});
