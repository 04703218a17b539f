// The vacancies of all units of a property.
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
    // Keeps the previous dates while new ones load, but not the units of another property.
    placeholderData: (before, query) =>
      query?.queryKey[2] === property ? keepPreviousData(before) : undefined,
    refetchInterval: 60_000,
  });

/** Whether a night of a unit is taken. */
export function isTaken(unit: Pick<Vacancy, "taken">, night: IsoDate): boolean {
  return unit.taken.some((range) => range.from <= night && night < range.to);
}
