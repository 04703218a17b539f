// The taken nights of a unit.
import { queryOptions } from "@tanstack/react-query";
import { addDays, type IsoDate } from "../format/dates";
import { api, body } from "./client";

/** How many days ahead the calendars show: the longest range of one calendar response. */
export const CALENDAR_DAYS = 365;

/** The taken nights of the coming year. */
export const takenNightsQuery = (unit: string, today: IsoDate) =>
  queryOptions({
    queryKey: ["calendar", unit, today],
    queryFn: async (): Promise<ReadonlySet<IsoDate>> => {
      const query = { from: today, to: addDays(today, CALENDAR_DAYS) };
      const params = { path: { unit_id: unit }, query };
      const { nights } = body(await api.GET("/api/units/{unit_id}/calendar", { params }));
      return new Set(nights.filter((night) => !night.free).map((night) => night.night));
    },
  });
