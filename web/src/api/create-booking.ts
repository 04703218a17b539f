// Creates a booking. A retry with the same idempotency key does not book twice.
import type { Booking } from "./bookings";
import { api, body, Problem, type Schemas } from "./client";

export type BookingRequest = Schemas["BookingIn"];

export interface CreatedBooking {
  booking: Booking;
  token: string | undefined;
  /** Whether an earlier attempt had already created the booking, with the values of that attempt. */
  earlier: boolean;
}

async function sendBooking(request: BookingRequest, key: string): Promise<Omit<CreatedBooking, "earlier">> {
  const headers = { "Idempotency-Key": key };
  const created = body(await api.POST("/api/bookings", { body: request, headers }));
  return { booking: created.booking, token: created.accessToken };
}

const isKeyReused = (error: unknown) => error instanceof Problem && error.code === "idempotency_key_reused";

/**
 * Creates the booking of a request. `attempts` are the requests that were sent with this key before. If the
 * response to one of them was lost and the guest has changed the form since, the API rejects the key as
 * reused. Repeating that attempt then returns the booking that it created.
 */
export async function createBooking(
  request: BookingRequest,
  key: string,
  attempts: readonly BookingRequest[],
): Promise<CreatedBooking> {
  try {
    return { ...(await sendBooking(request, key)), earlier: false };
  } catch (error) {
    if (!isKeyReused(error)) throw error;
    for (const attempt of attempts) {
      try {
        return { ...(await sendBooking(attempt, key)), earlier: true };
      } catch (retryError) {
        if (!isKeyReused(retryError)) throw retryError;
      }
    }
    throw error;
  }
}
