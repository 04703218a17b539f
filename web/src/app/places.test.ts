import { expect, test } from "vitest";
import type { Me } from "../features/session/session";
import { placesOf, tabTitleOf } from "./places";

const me = (...permissions: Me["permissions"]): Me => ({
  id: "1",
  name: "Zara",
  email: "zara@example.com",
  phone: null,
  role: "CUSTOMER",
  active: true,
  permissions,
});
const shown = (who: Me | null) => placesOf(who).map((place) => place.to);

test("permissions decide what is shown, and the role's name does not", () => {
  expect(shown(null)).toEqual(["/"]);
  expect(shown(me("account:read", "bookings:list"))).toEqual(["/", "/account/bookings", "/account"]);
  expect(shown(me("account:read", "bookings:list", "calendar:read"))).toEqual([
    "/",
    "/sell",
    "/account/bookings",
    "/account",
  ]);
  expect(shown(me("account:read", "bookings:list", "calendar:read", "calendar:details", "users:read"))).toEqual([
    "/",
    "/board",
    "/today",
    "/bookings",
    "/people",
    "/account",
  ]);
  expect(shown(me("guests:read", "units:write"))).toEqual(["/", "/guests", "/units"]);
  expect(shown(me("audit:read", "properties:write"))).toEqual(["/", "/audit", "/settings"]);
});

test("a tab is called what the place is called, or after us", () => {
  expect(tabTitleOf("/board")).toBe("Board · Soulter");
  expect(tabTitleOf("/units/7")).toBe("Soulter");
});
