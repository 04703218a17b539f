// Book: safe to ask again, as long as the key stays the same.
import type { Booking } from "./bookings";
import { api, body, Problem, type Schemas } from "./client";

export type Order = Schemas["BookingIn"];

export interface Booked {
  booking: Booking;
  token: string | undefined;
  /** An earlier try had arrived, with what was typed then. */
  earlier: boolean;
}

async function post(order: Order, key: string): Promise<Omit<Booked, "earlier">> {
  const answer = body(await api.POST("/api/bookings", { body: order, headers: { "Idempotency-Key": key } }));
  return { booking: answer.booking, token: answer.accessToken };
}

const isReused = (error: unknown) => error instanceof Problem && error.code === "idempotency_key_reused";

/**
 * Book what was ordered. `sent` are the orders that this key was tried with before: when the answer to one of them was lost
 * and the guest changed something since, the API says that the key was used, and the booking that it made is the answer.
 */
export async function makeBooking(order: Order, key: string, sent: readonly Order[]): Promise<Booked> {
  try {
    return { ...(await post(order, key)), earlier: false };
  } catch (error) {
    if (!isReused(error)) throw error;
    for (const before of sent) {
      try {
        return { ...(await post(before, key)), earlier: true };
      } catch (again) {
        if (!isReused(again)) throw again;
      }
    }
    throw error;
  }
}
