// Which nights of a unit are taken.
import { queryOptions } from "@tanstack/react-query";
import { addDays, type IsoDate } from "../format/dates";
import { api, body } from "./client";

/** How far ahead one can look: within what one calendar answer holds. */
export const HORIZON = 365;

/** The taken nights of the coming year. */
export const takenNightsQuery = (unit: string, today: IsoDate) =>
  queryOptions({
    queryKey: ["calendar", unit, today],
    queryFn: async (): Promise<ReadonlySet<IsoDate>> => {
      const query = { from: today, to: addDays(today, HORIZON) };
      const params = { path: { unit_id: unit }, query };
      const { nights } = body(await api.GET("/api/units/{unit_id}/calendar", { params }));
      return new Set(nights.filter((night) => !night.free).map((night) => night.night));
    },
  });
