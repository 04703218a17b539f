import { expect, test } from "vitest";
import type { Me } from "../features/session/session";
import { navigationOf, tabTitleOf } from "./navigation";

const me = (...permissions: Me["permissions"]): Me => ({
  id: "1",
  name: "Zara",
  email: "zara@example.com",
  phone: null,
  active: true,
  permissions,
});
const shown = (who: Me | null) => navigationOf(who).map((item) => item.to);

test("the permissions of the user decide which entries are shown", () => {
  expect(shown(null)).toEqual(["/"]);
  expect(shown(me("account:read", "bookings:list"))).toEqual(["/", "/account/bookings", "/account"]);
  expect(shown(me("account:read", "bookings:list", "calendar:read"))).toEqual([
    "/",
    "/sell",
    "/account/bookings",
    "/account",
  ]);
  expect(
    shown(me("account:read", "bookings:list", "calendar:read", "calendar:details", "users:read")),
  ).toEqual(["/", "/board", "/today", "/bookings", "/people", "/account"]);
  expect(shown(me("guests:read", "units:write"))).toEqual(["/", "/guests", "/units"]);
  expect(shown(me("audit:read", "properties:write"))).toEqual(["/", "/audit", "/settings"]);
});

test("the tab title is the label of the entry, or the name of the app", () => {
  expect(tabTitleOf("/board")).toBe("Board · Soulter");
  expect(tabTitleOf("/units/7")).toBe("Soulter");
});
