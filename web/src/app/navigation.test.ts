import { expect, test } from "vitest";
import type { Me } from "../features/session/session";
import { documentTitle, visibleItems } from "./navigation";

const me = (...permissions: Me["permissions"]): Me => ({
  id: "1",
  name: "Zara",
  email: "zara@example.com",
  phone: null,
  active: true,
  permissions,
});
const visible = (user: Me | null) => visibleItems(user).map((item) => item.to);

test("the permissions of the user decide which entries are visible", () => {
  expect(visible(null)).toEqual(["/"]);
  expect(visible(me("account:read", "bookings:list"))).toEqual(["/", "/account/bookings", "/account"]);
  expect(visible(me("account:read", "bookings:list", "calendar:read"))).toEqual([
    "/",
    "/sell",
    "/account/bookings",
    "/account",
  ]);
  expect(
    visible(me("account:read", "bookings:list", "calendar:read", "calendar:details", "users:read")),
  ).toEqual(["/", "/board", "/today", "/bookings", "/people", "/account"]);
  expect(visible(me("holds:read", "guests:read", "units:write"))).toEqual([
    "/",
    "/holds",
    "/guests",
    "/units",
  ]);
  expect(visible(me("audit:read", "properties:write"))).toEqual(["/", "/audit", "/settings"]);
});

test("the tab title is the label of the entry, or the name of the app", () => {
  expect(documentTitle("/board")).toBe("Board · Soulter");
  expect(documentTitle("/units/7")).toBe("Soulter");
});
