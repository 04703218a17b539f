// The page of those who sell to clients. Only who may see the calendar of all units gets here; the API holds to it whatever this file says.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readSellSearch } from "../../features/sell/search";
import { requirePermission } from "../guards";

export function sellRoutes<Parent extends AnyRoute>(parent: Parent) {
  return [
    createRoute({
      getParentRoute: () => parent,
      path: "/sell",
      beforeLoad: requirePermission("calendar:read"),
      validateSearch: readSellSearch,
      component: lazyRouteComponent(() => import("../../features/sell/SellPage"), "SellPage"),
    }),
  ] as const;
}
