// Where staff look after the units and find the guests. The API holds to the permissions whatever this file says.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { GuestsSearch } from "../../features/guests/guests";
import type { UnitsSearch } from "../../features/units/UnitsPage";
import { requirePermission } from "../guards";

type Given = Record<string, unknown>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function id(value: unknown): string | undefined {
  return typeof value === "string" && ID.test(value) ? value : undefined;
}

export function unitRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/units",
      beforeLoad: requirePermission("units:write"),
      validateSearch: ({ property, status }: Given): UnitsSearch => ({
        property: id(property),
        status: status === "ACTIVE" || status === "INACTIVE" ? status : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/units/UnitsPage"), "UnitsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/units/new",
      beforeLoad: requirePermission("units:write"),
      validateSearch: ({ property }: Given): { property?: string | undefined } => ({
        property: id(property),
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
      validateSearch: ({ q, guest }: Given): GuestsSearch => {
        const typed = typeof q === "string" || typeof q === "number" ? String(q).trim().slice(0, 100) : "";
        return { q: typed || undefined, guest: id(guest) };
      },
      component: lazyRouteComponent(() => import("../../features/guests/GuestsPage"), "GuestsPage"),
    }),
  ] as const;
}
