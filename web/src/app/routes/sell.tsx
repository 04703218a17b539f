// The route for agents, who book for clients.
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
