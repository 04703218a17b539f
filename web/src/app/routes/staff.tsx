// The routes for staff: board, today and bookings.
import type { QueryClient } from "@tanstack/react-query";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { boardSearch, daySearch, listSearch } from "../../features/board/search";
import type { HoldsSearch } from "../../features/holds/holds";
import { requirePermission } from "../guards";

// A generic parent route hides the type of its context, which is the root's.
function queryClientOf({ context }: { context: unknown }): QueryClient {
  return (context as { queryClient: QueryClient }).queryClient;
}

const staffOnly = requirePermission("calendar:details");

const loader = (match: { context: unknown }) => queryClientOf(match).ensureQueryData(propertiesQuery);

export function staffRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/board",
      beforeLoad: staffOnly,
      loader,
      validateSearch: boardSearch,
      component: lazyRouteComponent(() => import("../../features/board/BoardPage"), "BoardPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/today",
      beforeLoad: staffOnly,
      loader,
      validateSearch: daySearch,
      component: lazyRouteComponent(() => import("../../features/board/TodayPage"), "TodayPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/bookings",
      beforeLoad: staffOnly,
      loader,
      validateSearch: listSearch,
      component: lazyRouteComponent(() => import("../../features/board/BookingsPage"), "BookingsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/holds",
      beforeLoad: requirePermission("holds:read"),
      loader,
      validateSearch: ({ by }: Record<string, unknown>): HoldsSearch => ({
        by: by === "network" ? by : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/holds/HoldsPage"), "HoldsPage"),
    }),
  ] as const;
}
