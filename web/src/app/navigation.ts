// The entries of the main navigation: label, address, icon and the permission that shows each of them.
import {
  IconAddressBook,
  IconCalendarWeek,
  IconDoorEnter,
  IconHistory,
  IconHourglass,
  IconSearch,
  IconServer2,
  IconSettings,
  IconTent,
  IconTicket,
  IconUserCircle,
  IconUsers,
} from "@tabler/icons-react";
import { type Me, may, type Permission } from "../features/session/session";
import { t } from "../text/texts";

export interface NavigationItem {
  /** A function, so that the label is read in the active language. */
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
    | "/holds"
    | "/units"
    | "/people"
    | "/audit"
    | "/settings"
    | "/system";
  icon: typeof IconSearch;
  /** Shows the entry to users with this permission; without one, to everybody. */
  permission?: Permission;
  /** Hides the entry from users with this permission, who have a better page for the same task. */
  unlessPermission?: Permission;
  /** Marks the entry as open at this address only, and not at addresses below it. */
  exact?: boolean;
}

const ITEMS: readonly NavigationItem[] = [
  { label: () => t.nav.search, to: "/", icon: IconSearch, exact: true },
  {
    label: () => t.nav.sell,
    to: "/sell",
    icon: IconTent,
    permission: "calendar:read",
    unlessPermission: "calendar:details",
  },
  {
    label: () => t.nav.myBookings,
    to: "/account/bookings",
    icon: IconTicket,
    permission: "bookings:list",
    unlessPermission: "calendar:details",
  },
  { label: () => t.nav.board, to: "/board", icon: IconCalendarWeek, permission: "calendar:details" },
  { label: () => t.nav.today, to: "/today", icon: IconDoorEnter, permission: "calendar:details" },
  { label: () => t.nav.bookings, to: "/bookings", icon: IconTicket, permission: "calendar:details" },
  { label: () => t.nav.holds, to: "/holds", icon: IconHourglass, permission: "holds:read" },
  { label: () => t.nav.guests, to: "/guests", icon: IconAddressBook, permission: "guests:read" },
  { label: () => t.nav.units, to: "/units", icon: IconTent, permission: "units:write" },
  { label: () => t.nav.people, to: "/people", icon: IconUsers, permission: "users:read" },
  { label: () => t.nav.audit, to: "/audit", icon: IconHistory, permission: "audit:read" },
  { label: () => t.nav.settings, to: "/settings", icon: IconSettings, permission: "properties:write" },
  { label: () => t.nav.system, to: "/system", icon: IconServer2, permission: "mails:read" },
  {
    label: () => t.nav.account,
    to: "/account",
    icon: IconUserCircle,
    permission: "account:read",
    exact: true,
  },
];

/** The title of the browser tab until the page sets its own. */
export function documentTitle(path: string): string {
  const item = ITEMS.find(({ to }) => to === path);
  return item ? `${item.label()} · ${t.appName}` : t.appName;
}

/** The entries that the signed-in user may open. */
export function visibleItems(me: Me | null): NavigationItem[] {
  return ITEMS.filter(
    ({ permission, unlessPermission }) =>
      (!permission || may(me, permission)) && !(unlessPermission && may(me, unlessPermission)),
  );
}
