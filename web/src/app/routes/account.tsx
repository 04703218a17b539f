// What everybody has who is signed in, and what those have who govern people and settings.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type BookingFilters, isStatus, SORTS } from "../../api/bookings";
import type { TrailFilters } from "../../features/audit/trail";
import { isRole } from "../../features/people/roles";
import type { UserFilters } from "../../features/people/users";
import { isMailState, type MailState } from "../../features/system/mails";
import { requirePermission } from "../guards";

type Given = Record<string, unknown>;

/** What the search part of an address says under these names. What is of another form is undefined and not left out: left out, it would come through. */
function texts<Name extends string>(
  given: Given,
  forms: Record<Name, RegExp>,
): { [name in Name]?: string | undefined } {
  const found: { [name in Name]?: string | undefined } = {};
  for (const name of Object.keys(forms) as Name[]) {
    const value = given[name];
    found[name] = typeof value === "string" && forms[name].test(value) ? value : undefined;
  }
  return found;
}

const ID = /^[0-9a-f-]{36}$/;
const WORD = /^[a-z_]+(\.[a-z_]+)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

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
      validateSearch: ({ q, status, sort, ...given }: Given): BookingFilters => ({
        // A code or a name that looks like a number comes as one.
        q:
          (typeof q === "string" || typeof q === "number") && String(q).trim()
            ? String(q).slice(0, 100)
            : undefined,
        status: isStatus(status) ? status : undefined,
        sort: SORTS.find((known) => known === sort),
        ...texts(given, { from: DAY, to: DAY }),
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
      validateSearch: ({ role, active }: Given): UserFilters => ({
        role: isRole(role) ? role : undefined,
        active: typeof active === "boolean" ? active : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/people/PeoplePage"), "PeoplePage"),
    }),
    createRoute({
      getParentRoute,
      path: "/audit",
      beforeLoad: requirePermission("audit:read"),
      validateSearch: (given: Given): TrailFilters =>
        texts(given, { actor: ID, action: WORD, entity: WORD, entityId: ID, from: DAY, to: DAY }),
      component: lazyRouteComponent(() => import("../../features/audit/AuditPage"), "AuditPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/settings",
      beforeLoad: requirePermission("properties:write"),
      validateSearch: (given: Given): { property?: string | undefined } => texts(given, { property: ID }),
      component: lazyRouteComponent(() => import("../../features/settings/SettingsPage"), "SettingsPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/system",
      beforeLoad: requirePermission("mails:read"),
      validateSearch: ({ state }: Given): { state?: MailState | undefined } => ({
        state: isMailState(state) ? state : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/system/SystemPage"), "SystemPage"),
    }),
  ] as const;
}
