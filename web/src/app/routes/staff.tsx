// The staff's screens. Only who may see the details of the calendar gets here; the API holds to it whatever this file says.
import type { QueryClient } from "@tanstack/react-query";
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { boardSearch, daySearch, listSearch } from "../../features/board/search";
import type { HoldsSearch } from "../../features/holds/holds";
import { requirePermission } from "../guards";

// The parent's context cannot be seen through a generic parent; it is that of the root.
function cacheOf({ context }: { context: unknown }): QueryClient {
  return (context as { queryClient: QueryClient }).queryClient;
}

const staffOnly = requirePermission("calendar:details");

const loader = (match: { context: unknown }) => cacheOf(match).ensureQueryData(propertiesQuery);

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
