import { queryOptions } from "@tanstack/react-query";
import { api, body, Problem } from "../../api/client";

export interface Health {
  status: string;
  database: string;
  environment: string;
}

/** The health of the service. A 503 response has the same body and is not an error here. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: async (): Promise<Health> => {
    try {
      return body(await api.GET("/health"));
    } catch (error) {
      if (error instanceof Problem && typeof error.facts.database === "string") {
        const { status, database, environment } = error.facts;
        return { status: String(status), database, environment: String(environment) };
      }
      throw error;
    }
  },
  refetchInterval: 30_000,
});
