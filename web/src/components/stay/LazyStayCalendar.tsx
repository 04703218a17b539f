import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { StayCalendarProps } from "./StayCalendar";

const loadCalendar = () => import("./StayCalendar");
const Calendar = lazy(async () => ({ default: (await loadCalendar()).StayCalendar }));

/** Fetch the calendar before somebody asks for it. */
export function preloadCalendar(): void {
  void loadCalendar();
}

/** The calendar, which is loaded on its own: the first page must be there without it. */
export function LazyStayCalendar(props: StayCalendarProps) {
  return (
    <Suspense fallback={<Skeleton h={352} w={(props.months ?? 1) * 330} maw="100%" />}>
      <Calendar {...props} />
    </Suspense>
  );
}
