// Creates the booking of the form. A retry does not book twice.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useApiMutation } from "../../../api/cache";
import { Problem } from "../../../api/client";
import type { BookingRequest, CreatedBooking } from "../../../api/create-booking";
import { fieldErrors } from "../../../components/form-errors";
import { type Draft, deleteDraft, submitDraft } from "../../../components/stay/draft";
import { isNightsTaken } from "../../../components/stay/NightsTaken";
import { bookingQuery } from "../api/my-booking";
import { storeContact, storeToken } from "../mine/stored-bookings";

interface Options {
  unit: string;
  draft: Draft;
  onDraftChange: (draft: Draft) => void;
  onFieldErrors: (fields: Record<string, string>) => void;
}

/** Fields of the guest step. */
const GUEST_FIELD = /^(guest\.|notes$)/;

export function useCreateBooking({ unit, draft, onDraftChange, onFieldErrors }: Options) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const showConfirmation = async ({ booking, token, earlier }: CreatedBooking) => {
    const contact = booking.guest.email ?? booking.guest.phone ?? "";
    if (token) {
      storeToken(booking.id, token);
      storeContact(booking.id, contact);
    }
    cache.setQueryData(bookingQuery(booking.id, token ? { token, contact } : null).queryKey, booking);
    // Replaces the last step in the history, so that the back button does not lead to a form that books
    // again.
    await navigate({
      to: "/booked/$bookingId",
      params: { bookingId: booking.id },
      search: earlier ? { earlier: true } : {},
      replace: true,
    });
    deleteDraft(unit);
  };
  return useApiMutation("POST /api/bookings", {
    mutationFn: (request: BookingRequest) => submitDraft(draft, request, onDraftChange),
    onSuccess: showConfirmation,
    onError: (error) => {
      if (error instanceof Problem && Object.keys(error.fields).some((name) => GUEST_FIELD.test(name)))
        onFieldErrors(fieldErrors(error));
    },
    invalidatesOnError: isNightsTaken,
  });
}
