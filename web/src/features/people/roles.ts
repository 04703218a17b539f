import { t } from "../../text/texts";
import { type Me, may } from "../session/session";
import type { Role } from "./users";

/** All roles, from the one with the most permissions to the one with the fewest. */
export const ROLES = Object.keys(t.roles) as Role[];

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/**
 * The roles that the user may assign: all with the permission to change roles, otherwise those below staff.
 */
export function assignableRoles(me: Me | null): Role[] {
  return may(me, "users:change_role") ? ROLES : ["AGENT", "CUSTOMER"];
}

export function roleOptions(roles: readonly Role[]) {
  return roles.map((value) => ({ value, label: t.roles[value] }));
}
