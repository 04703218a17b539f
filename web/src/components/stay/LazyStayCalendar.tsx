import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { StayCalendarProps } from "./StayCalendar";

const loadCalendar = () => import("./StayCalendar");
const Calendar = lazy(async () => ({ default: (await loadCalendar()).StayCalendar }));

/** Loads the code of the calendar before it is opened. */
export function preloadCalendar(): void {
  void loadCalendar();
}

/** The calendar in its own chunk, so that the first page loads without it. */
export function LazyStayCalendar(props: StayCalendarProps) {
  return (
    <Suspense fallback={<Skeleton h={352} w={(props.months ?? 1) * 330} maw="100%" />}>
      <Calendar {...props} />
    </Suspense>
  );
}
