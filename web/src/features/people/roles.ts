import { t } from "../../text/texts";
import type { Me } from "../session/session";
import type { Role } from "./users";

/** The roles from the top. */
export const ROLES = Object.keys(t.roles) as Role[];

export function isRole(word: unknown): word is Role {
  return ROLES.some((role) => role === word);
}

/** The roles whose accounts one governs: whoever may change roles governs all, everybody else those who do not run the place. */
export function rolesInReach(me: Me | null): Role[] {
  return me?.permissions.includes("users:change_role") ? ROLES : ["AGENT", "CUSTOMER"];
}

export function roleChoices(roles: readonly Role[]) {
  return roles.map((value) => ({ value, label: t.roles[value] }));
}
