// Which queries each mutation invalidates. Every mutation of the app goes through `useApiMutation`.
import {
  type QueryClient,
  type UseMutationOptions,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import type { paths } from "./schema";

/** The first element of every query key. It names what the query reads. */
export const QUERY_NAMES = [
  "audit",
  "availability",
  "board",
  "booking",
  "bookings",
  "calendar",
  "change-quote",
  "day",
  "guests",
  "health",
  "history",
  "holds",
  "invitations",
  "mails",
  "me",
  "my-booking",
  "properties",
  "property",
  "sessions",
  "system",
  "unit",
  "units",
  "users",
] as const;
export type QueryName = (typeof QUERY_NAMES)[number];

type Method = "post" | "put" | "patch" | "delete";

/** The operations of the API that may change data, written as `POST /api/bookings`. */
type Operation = {
  [Path in keyof paths & string]: {
    [M in Method]: paths[Path] extends { [K in M]: object } ? `${Uppercase<M>} ${Path}` : never;
  }[Method];
}[keyof paths & string];

/** Queries that show which nights are free. */
const NIGHTS = ["availability", "board", "calendar"] as const satisfies QueryName[];

/**
 * Queries that show bookings, except `my-booking`. Its key contains the guest's contact, which the change may
 * have replaced, so a refetch could fail. The components that change the booking store the response instead.
 */
const BOOKINGS = [
  ...NIGHTS,
  "audit",
  "booking",
  "bookings",
  "change-quote",
  "day",
  "guests",
  "history",
  "holds",
] as const satisfies QueryName[];

const BLOCKS = [...NIGHTS, "audit", "change-quote", "day"] as const satisfies QueryName[];
const UNITS = [...NIGHTS, "audit", "units"] as const satisfies QueryName[];
const USERS = ["audit", "users"] as const satisfies QueryName[];

/**
 * The queries that each operation invalidates. An empty row means that it changes no data that the app has
 * read.
 */
export const INVALIDATES = {
  "POST /api/bookings": BOOKINGS,
  "PATCH /api/bookings/{booking_id}": BOOKINGS,
  "POST /api/bookings/{booking_id}/cancel": BOOKINGS,
  "POST /api/bookings/{booking_id}/check-in": BOOKINGS,
  "POST /api/bookings/{booking_id}/check-out": BOOKINGS,
  "POST /api/bookings/{booking_id}/confirm": BOOKINGS,
  "POST /api/bookings/{booking_id}/no-show": BOOKINGS,
  "POST /api/bookings/{booking_id}/undo": BOOKINGS,
  "POST /api/holds/end": BOOKINGS,

  "POST /api/blocks": BLOCKS,
  "PATCH /api/blocks/{block_id}": BLOCKS,
  "DELETE /api/blocks/{block_id}": BLOCKS,

  "POST /api/units": UNITS,
  "POST /api/units/order": UNITS,
  // The unit form refetches the unit when another user has changed it.
  "PATCH /api/units/{unit_id}": [...UNITS, "unit"],
  "POST /api/units/{unit_id}/photos": UNITS,
  "DELETE /api/units/{unit_id}/photos/{photo_id}": UNITS,

  "PATCH /api/properties/{property_id}": ["audit", "board", "properties", "property"],

  "POST /api/users": ["audit", "invitations"],
  "DELETE /api/invitations/{invitation_id}": ["audit", "invitations"],
  "PATCH /api/users/{user_id}": USERS,
  "POST /api/users/{user_id}/activate": USERS,
  "POST /api/users/{user_id}/deactivate": USERS,
  "POST /api/users/{user_id}/role": USERS,
  "POST /api/users/{user_id}/send-reset": USERS,
  "POST /api/users/{user_id}/sign-out": USERS,

  // The response replaces `me`.
  "PATCH /api/auth/me": USERS,
  // A new password ends the other sessions.
  "POST /api/auth/password": ["audit", "sessions"],
  "DELETE /api/auth/sessions/{session_id}": ["audit", "sessions"],
  "DELETE /api/sessions": ["audit"],

  "POST /api/mails/{mail_id}/retry": ["audit", "mails"],

  // These change who is signed in, and `switchUser` clears the whole cache.
  "POST /api/auth/login": [],
  "POST /api/auth/logout": [],
  "DELETE /api/auth/sessions": [],
  // The sender is not signed in, and the app has read nothing about the account.
  "POST /api/auth/accept": [],
  "POST /api/auth/forgot": [],
  "POST /api/auth/register": [],
  "POST /api/auth/reset": [],
  "POST /api/auth/unlock": [],
  "POST /api/auth/verify": [],
  // Only the server stores that the password was confirmed.
  "POST /api/auth/confirm": [],
} as const satisfies Partial<Record<Operation, readonly QueryName[]>>;

/** An operation that has a row in the table. */
export type ApiChange = keyof typeof INVALIDATES;

/** Invalidates the queries of an operation. Resolves when the queries on screen have been refetched. */
export async function invalidate(cache: QueryClient, change: ApiChange): Promise<void> {
  await Promise.all(INVALIDATES[change].map((name) => cache.invalidateQueries({ queryKey: [name] })));
}

/** `invalidate` as a callback, for a button that reloads what another user changed. */
export function useInvalidate(change: ApiChange): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(() => invalidate(cache, change), [cache, change]);
}

export interface ApiMutationOptions<Data, Variables, Context>
  extends UseMutationOptions<Data, Error, Variables, Context> {
  /** Whether the mutation stays pending until the invalidated queries on screen have been refetched. */
  awaitsRefetch?: boolean;
  /**
   * Whether an error invalidates the queries too, because it shows that the screen was outdated. No error by
   * default.
   */
  invalidatesOnError?: (error: Error) => boolean;
}

/**
 * `useMutation` that invalidates the queries of its operation when it has settled. Of several running
 * mutations with the same `mutationKey`, only the last one does.
 */
export function useApiMutation<Data = unknown, Variables = void, Context = unknown>(
  change: ApiChange | ((variables: Variables) => ApiChange),
  { awaitsRefetch = false, invalidatesOnError, ...options }: ApiMutationOptions<Data, Variables, Context>,
): UseMutationResult<Data, Error, Variables, Context> {
  const cache = useQueryClient();
  return useMutation<Data, Error, Variables, Context>({
    ...options,
    onSettled: async (data, error, variables, ...rest) => {
      await options.onSettled?.(data, error, variables, ...rest);
      if (error && !invalidatesOnError?.(error)) return;
      // While another mutation runs, a refetch would overwrite its optimistic update with older data.
      const { mutationKey } = options;
      if (mutationKey && cache.isMutating({ mutationKey }) > 1) return;
      const refetched = invalidate(cache, typeof change === "function" ? change(variables) : change);
      if (awaitsRefetch) await refetched;
    },
  });
}
