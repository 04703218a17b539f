// Pages that not everybody may open.
import type { QueryClient } from "@tanstack/react-query";
import { notFound } from "@tanstack/react-router";
import { type Me, meQuery } from "../features/session/session";

/** What the page says that nobody finds here: that it is there, and not theirs. */
export const NOT_FOR_YOU = "not for you";

/** What goes before a page that needs a permission. The API holds to it whatever this says. */
export function needs(permission: Me["permissions"][number]) {
  return async ({ context }: { context: unknown }) => {
    // The parent's context cannot be seen through a generic parent; it is that of the root.
    const { queryClient } = context as { queryClient: QueryClient };
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me?.permissions.includes(permission)) throw notFound({ data: NOT_FOR_YOU });
  };
}
