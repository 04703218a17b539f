// Route guards: who may open a page.
import type { QueryClient } from "@tanstack/react-query";
import { notFound } from "@tanstack/react-router";
import { may, meQuery, type Permission } from "../features/session/session";

/** Tells the not-found page that the page exists, and that the user lacks the permission for it. */
export const NOT_ALLOWED = "not allowed";

/** A `beforeLoad` that requires a permission. The API checks the permission again for every request. */
export function requirePermission(permission: Permission) {
  return async ({ context }: { context: unknown }) => {
    // A generic parent route hides the type of its context, which is the root's.
    const { queryClient } = context as { queryClient: QueryClient };
    const me = await queryClient.ensureQueryData(meQuery);
    if (!may(me, permission)) throw notFound({ data: NOT_ALLOWED });
  };
}
