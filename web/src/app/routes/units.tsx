// The routes for staff that manage units and find guests.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { idParam, type RawSearch, textParam } from "../../components/search-params";
import type { GuestsSearch } from "../../features/guests/guests";
import type { UnitsSearch } from "../../features/units/UnitsPage";
import { requirePermission } from "../guards";

export function unitRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/units",
      beforeLoad: requirePermission("units:write"),
      validateSearch: ({ property, status }: RawSearch): UnitsSearch => ({
        property: idParam(property),
        status: status === "ACTIVE" || status === "INACTIVE" ? status : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/units/UnitsPage"), "UnitsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/units/new",
      beforeLoad: requirePermission("units:write"),
      validateSearch: ({ property }: RawSearch): { property?: string | undefined } => ({
        property: idParam(property),
      }),
      component: lazyRouteComponent(() => import("../../features/units/NewUnitPage"), "NewUnitPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/units/$unitId/edit",
      beforeLoad: requirePermission("units:write"),
      component: lazyRouteComponent(() => import("../../features/units/EditUnitPage"), "EditUnitPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/guests",
      beforeLoad: requirePermission("guests:read"),
      validateSearch: ({ q, guest }: RawSearch): GuestsSearch => ({
        q: textParam(q),
        guest: idParam(guest),
      }),
      component: lazyRouteComponent(() => import("../../features/guests/GuestsPage"), "GuestsPage"),
    }),
  ] as const;
}
