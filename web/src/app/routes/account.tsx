// The routes for every signed-in user, and those for the administration of people and settings.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type BookingFilters, isStatus, SORTS } from "../../api/bookings";
import { dateParam, idParam, type RawSearch, textParam } from "../../components/search-params";
import type { TrailFilters } from "../../features/audit/trail";
import { isRole } from "../../features/people/roles";
import type { UserFilters } from "../../features/people/users";
import { isMailState, type MailState } from "../../features/system/mails";
import { requirePermission } from "../guards";

const WORD = /^[a-z_]+(\.[a-z_]+)?$/;

function wordParam(value: unknown): string | undefined {
  return typeof value === "string" && WORD.test(value) ? value : undefined;
}

export function accountRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/account",
      component: lazyRouteComponent(() => import("../../features/account/AccountPage"), "AccountPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/account/bookings",
      validateSearch: ({ q, status, sort, from, to }: RawSearch): BookingFilters => ({
        q: textParam(q),
        status: isStatus(status) ? status : undefined,
        sort: SORTS.find((known) => known === sort),
        from: dateParam(from),
        to: dateParam(to),
      }),
      component: lazyRouteComponent(() => import("../../features/account/BookingsPage"), "BookingsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/account/bookings/$bookingId",
      component: lazyRouteComponent(() => import("../../features/account/BookingPage"), "BookingPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/people",
      beforeLoad: requirePermission("users:read"),
      validateSearch: ({ role, active }: RawSearch): UserFilters => ({
        role: isRole(role) ? role : undefined,
        active: typeof active === "boolean" ? active : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/people/PeoplePage"), "PeoplePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/audit",
      beforeLoad: requirePermission("audit:read"),
      validateSearch: ({ actor, action, entity, entityId, from, to }: RawSearch): TrailFilters => ({
        actor: idParam(actor),
        action: wordParam(action),
        entity: wordParam(entity),
        entityId: idParam(entityId),
        from: dateParam(from),
        to: dateParam(to),
      }),
      component: lazyRouteComponent(() => import("../../features/audit/AuditPage"), "AuditPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings",
      beforeLoad: requirePermission("properties:write"),
      validateSearch: ({ property }: RawSearch): { property?: string | undefined } => ({
        property: idParam(property),
      }),
      component: lazyRouteComponent(() => import("../../features/settings/SettingsPage"), "SettingsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/system",
      beforeLoad: requirePermission("mails:read"),
      validateSearch: ({ state }: RawSearch): { state?: MailState | undefined } => ({
        state: isMailState(state) ? state : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/system/SystemPage"), "SystemPage"),
    }),
  ] as const;
}
