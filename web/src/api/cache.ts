// The query cache: which queries each change to the API's data makes stale. Every mutation of the app goes through `useApiMutation`.
import {
  type QueryClient,
  type UseMutationOptions,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import type { paths } from "./schema";

/** The first element of every query key, which names what the query reads. */
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
  "invitations",
  "mails",
  "me",
  "my-booking",
  "price",
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

/** What shows which nights are free. */
const NIGHTS = ["availability", "board", "calendar", "price"] as const satisfies QueryName[];

/**
 * What shows bookings. `my-booking` is missing: the link that opens it holds the guest's contact, which the change may have replaced, so
 * whoever changed the booking stores the API's answer instead.
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
] as const satisfies QueryName[];

const BLOCKS = [...NIGHTS, "audit", "change-quote", "day"] as const satisfies QueryName[];
const UNITS = [...NIGHTS, "audit", "units"] as const satisfies QueryName[];
const USERS = ["audit", "users"] as const satisfies QueryName[];

/** The names of the queries that each operation makes stale. An empty row says that it changes nothing the app has read. */
export const MAKES_STALE = {
  "POST /api/bookings": BOOKINGS,
  "PATCH /api/bookings/{booking_id}": BOOKINGS,
  "POST /api/bookings/{booking_id}/cancel": BOOKINGS,
  "POST /api/bookings/{booking_id}/check-in": BOOKINGS,
  "POST /api/bookings/{booking_id}/check-out": BOOKINGS,
  "POST /api/bookings/{booking_id}/confirm": BOOKINGS,
  "POST /api/bookings/{booking_id}/no-show": BOOKINGS,

  "POST /api/blocks": BLOCKS,
  "PATCH /api/blocks/{block_id}": BLOCKS,
  "DELETE /api/blocks/{block_id}": BLOCKS,

  "POST /api/units": UNITS,
  "POST /api/units/order": UNITS,
  // The form of a unit reads it again when somebody else has changed it.
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

  // The API's answer replaces `me`.
  "PATCH /api/auth/me": USERS,
  // A new password ends the other sessions.
  "POST /api/auth/password": ["audit", "sessions"],
  "DELETE /api/auth/sessions/{session_id}": ["audit", "sessions"],
  "DELETE /api/sessions": ["audit"],

  "POST /api/mails/{mail_id}/retry": ["audit", "mails"],

  // These change who is signed in: `switchUser` empties the whole cache.
  "POST /api/auth/login": [],
  "POST /api/auth/logout": [],
  "DELETE /api/auth/sessions": [],
  // These are sent by somebody who is not signed in, about an account that the app has not read.
  "POST /api/auth/accept": [],
  "POST /api/auth/forgot": [],
  "POST /api/auth/register": [],
  "POST /api/auth/reset": [],
  "POST /api/auth/unlock": [],
  "POST /api/auth/verify": [],
  // Only the server remembers that the password was typed.
  "POST /api/auth/confirm": [],
} as const satisfies Partial<Record<Operation, readonly QueryName[]>>;

/** An operation with a row in the table. */
export type Change = keyof typeof MAKES_STALE;

/** Mark as stale what the operation changed, and read again what is on screen. Resolves when that has been read. */
export async function makeStale(cache: QueryClient, change: Change): Promise<void> {
  await Promise.all(MAKES_STALE[change].map((name) => cache.invalidateQueries({ queryKey: [name] })));
}

/** `makeStale` for a component that offers to read again what another user changed. */
export function useReload(change: Change): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(() => makeStale(cache, change), [cache, change]);
}

export interface ApiMutationOptions<Data, Given, Context>
  extends UseMutationOptions<Data, Error, Given, Context> {
  /** Stay pending until the stale queries on screen have been read again. */
  waitsForReload?: boolean;
  /** Which failures also make the queries stale, because the screen showed what is no longer so. None by default. */
  staleAfterError?: (error: Error) => boolean;
}

/** `useMutation` that afterwards makes stale what the table names for the operation. With a `mutationKey`, only the last one running does. */
export function useApiMutation<Data = unknown, Given = void, Context = unknown>(
  change: Change | ((given: Given) => Change),
  { waitsForReload = false, staleAfterError, ...options }: ApiMutationOptions<Data, Given, Context>,
): UseMutationResult<Data, Error, Given, Context> {
  const cache = useQueryClient();
  return useMutation<Data, Error, Given, Context>({
    ...options,
    onSettled: async (data, error, given, ...rest) => {
      await options.onSettled?.(data, error, given, ...rest);
      if (error && !staleAfterError?.(error)) return;
      // While another one runs, the API's data is older than what is on screen.
      const { mutationKey } = options;
      if (mutationKey && cache.isMutating({ mutationKey }) > 1) return;
      const reloaded = makeStale(cache, typeof change === "function" ? change(given) : change);
      if (waitsForReload) await reloaded;
    },
  });
}
