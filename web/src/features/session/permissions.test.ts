import { expect, test } from "vitest";
import { type Me, may } from "./session";

const SOURCES = import.meta.glob<string>(
  ["../../**/*.{ts,tsx}", "!../../**/*.test.{ts,tsx}", "!../../api/schema.d.ts"],
  {
    query: "?raw",
    import: "default",
    eager: true,
  },
);
const ROLE_NAME = /["'`](SUPER_ADMIN|ADMIN|AGENT|CUSTOMER)["'`]/;
const ROLE_COMPARED = /\brole\s*[=!]==?|[=!]==?\s*[\w.?]*\brole\b|\bswitch\s*\([^)]*\brole\b/;

/** The modules with a line that matches, except those under `excluded`. */
function modulesWith(pattern: RegExp, excluded: readonly string[]): string[] {
  return Object.entries(SOURCES)
    .filter(([file, source]) => !excluded.some((folder) => file.startsWith(folder)) && pattern.test(source))
    .map(([file]) => file);
}

const me: Me = {
  id: "1",
  name: "Zara",
  email: "z@example.com",
  phone: null,
  active: true,
  permissions: ["units:write"],
};

test("a user has the listed permissions, a visitor has none", () => {
  expect([may(me, "units:write"), may(me, "users:read"), may(null, "units:write")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the role of the signed-in user cannot be read", () => {
  // @ts-expect-error the type leaves the role out, and the type check fails when it comes back
  expect(me.role).toBeUndefined();
});

test("only the people pages name or compare roles, as options and labels", () => {
  expect(Object.keys(SOURCES).length).toBeGreaterThan(200);
  const excluded = ["../people/", "../../text/"];
  expect(modulesWith(ROLE_NAME, excluded)).toEqual([]);
  expect(modulesWith(ROLE_COMPARED, excluded)).toEqual([]);
});

test("the people pages compare roles only where a role is chosen", () => {
  expect(modulesWith(ROLE_NAME, ["../../text/"]).sort()).toEqual([
    "../people/InviteModal.tsx",
    "../people/roles.ts",
  ]);
  expect(modulesWith(ROLE_COMPARED, ["../../text/"]).sort()).toEqual([
    "../people/RoleModal.tsx",
    "../people/roles.ts",
  ]);
});
