// Where one can go from every page: what it is called, where it is, and who sees it.
import {
  IconAddressBook,
  IconCalendarWeek,
  IconDoorEnter,
  IconHistory,
  IconSearch,
  IconServer2,
  IconSettings,
  IconTent,
  IconTicket,
  IconUserCircle,
  IconUsers,
} from "@tabler/icons-react";
import type { Me } from "../features/session/session";
import { t } from "../text/texts";

type Permission = Me["permissions"][number];

export interface Place {
  /** Read when it is drawn, in the language of that moment. */
  label: () => string;
  to:
    | "/"
    | "/sell"
    | "/board"
    | "/today"
    | "/bookings"
    | "/account"
    | "/account/bookings"
    | "/guests"
    | "/units"
    | "/people"
    | "/audit"
    | "/settings"
    | "/system";
  icon: typeof IconSearch;
  /** Who sees the place: whoever has this permission; without one, everybody. */
  needs?: Permission;
  /** And who does not, since they have a better place for the same thing. */
  unless?: Permission;
  /** Only this address is the place, and nothing below it. */
  exact?: boolean;
}

const PLACES: readonly Place[] = [
  { label: () => t.nav.search, to: "/", icon: IconSearch, exact: true },
  { label: () => t.nav.sell, to: "/sell", icon: IconTent, needs: "calendar:read", unless: "calendar:details" },
  {
    label: () => t.nav.myBookings,
    to: "/account/bookings",
    icon: IconTicket,
    needs: "bookings:list",
    unless: "calendar:details",
  },
  { label: () => t.nav.board, to: "/board", icon: IconCalendarWeek, needs: "calendar:details" },
  { label: () => t.nav.today, to: "/today", icon: IconDoorEnter, needs: "calendar:details" },
  { label: () => t.nav.bookings, to: "/bookings", icon: IconTicket, needs: "calendar:details" },
  { label: () => t.nav.guests, to: "/guests", icon: IconAddressBook, needs: "guests:read" },
  { label: () => t.nav.units, to: "/units", icon: IconTent, needs: "units:write" },
  { label: () => t.nav.people, to: "/people", icon: IconUsers, needs: "users:read" },
  { label: () => t.nav.audit, to: "/audit", icon: IconHistory, needs: "audit:read" },
  { label: () => t.nav.settings, to: "/settings", icon: IconSettings, needs: "properties:write" },
  { label: () => t.nav.system, to: "/system", icon: IconServer2, needs: "mails:read" },
  { label: () => t.nav.account, to: "/account", icon: IconUserCircle, needs: "account:read", exact: true },
];

/** What the tab says until the page of an address has said it itself. */
export function tabTitleOf(path: string): string {
  const place = PLACES.find(({ to }) => to === path);
  return place ? `${place.label()} · ${t.appName}` : t.appName;
}

/** The places that this person may open. */
export function placesOf(me: Me | null): Place[] {
  const may = (permission: Permission) => me?.permissions.includes(permission) ?? false;
  return PLACES.filter(({ needs, unless }) => (!needs || may(needs)) && !(unless && may(unless)));
}
