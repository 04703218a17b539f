// The last step: book, once, however often somebody has to ask.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useApiMutation } from "../../../api/cache";
import { Problem } from "../../../api/client";
import type { BookingRequest, CreatedBooking } from "../../../api/create-booking";
import { type Draft, deleteDraft, submitDraft } from "../../../components/stay/draft";
import { isNightsTaken } from "../../../components/stay/NightsTaken";
import { bookingQuery } from "../api/my-booking";
import { keepContact, keepLink } from "../mine/kept";

interface Options {
  unit: string;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onRefused: (fields: Record<string, string>) => void;
}

/** Fields that the step before has asked for. */
const ASKED = /^(guest\.|notes$)/;

export function useBooking({ unit, draft, onDraft, onRefused }: Options) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const finish = async ({ booking, token, earlier }: CreatedBooking) => {
    const contact = booking.guest.email ?? booking.guest.phone ?? "";
    if (token) {
      keepLink(booking.id, token);
      keepContact(booking.id, contact);
    }
    cache.setQueryData(bookingQuery(booking.id, token ? { token, contact } : null).queryKey, booking);
    // In place of the last step: going back must not lead to a form that books again.
    await navigate({
      to: "/booked/$bookingId",
      params: { bookingId: booking.id },
      search: earlier ? { earlier: true } : {},
      replace: true,
    });
    deleteDraft(unit);
  };
  return useApiMutation("POST /api/bookings", {
    mutationFn: (order: BookingRequest) => submitDraft(draft, order, onDraft),
    onSuccess: finish,
    onError: (error) => {
      if (error instanceof Problem && Object.keys(error.fields).some((name) => ASKED.test(name)))
        onRefused(error.fields);
    },
    invalidatesOnError: isNightsTaken,
  });
}
