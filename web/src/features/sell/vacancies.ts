// Which nights of every unit of a place are free: one answer for the whole page.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { addDays, type IsoDate } from "../../format/dates";

export type Vacancy = Schemas["VacancyOut"];

export const vacanciesQuery = (property: string, from: IsoDate, days: number) =>
  queryOptions({
    queryKey: ["calendar", "all", property, from, days],
    queryFn: async (): Promise<Vacancy[]> => {
      const query = { property, from, to: addDays(from, days) };
      return body(await api.GET("/api/calendar", { params: { query } })).units;
    },
    // Another window of the same place grows out of the one before; another place begins anew.
    placeholderData: (before, query) =>
      query?.queryKey[2] === property ? keepPreviousData(before) : undefined,
    refetchInterval: 60_000,
  });

/** Whether a night of a unit is taken. */
export function isTaken(unit: Pick<Vacancy, "taken">, night: IsoDate): boolean {
  return unit.taken.some((range) => range.from <= night && night < range.to);
}
