// The state of the form that books for a client. A retry does not book twice.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { bookingQuery } from "../../api/bookings";
import { useApiMutation } from "../../api/cache";
import { Problem } from "../../api/client";
import type { BookingRequest, CreatedBooking } from "../../api/create-booking";
import { fieldErrors } from "../../components/form-errors";
import {
  type Draft,
  deleteDraft,
  type GuestInput,
  newDraft,
  readDraft,
  saveDraft,
  submitDraft,
} from "../../components/stay/draft";

const DRAFT_ID = "sell";

export function useBookingForm(onCreated: (created: CreatedBooking) => void) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => readDraft(DRAFT_ID));
  const updateDraft = (next: Draft) => {
    setDraft(next);
    saveDraft(DRAFT_ID, next);
  };
  const createBooking = useApiMutation("POST /api/bookings", {
    mutationFn: (request: BookingRequest) => submitDraft(draft, request, updateDraft),
    onSuccess: (created) => {
      cache.setQueryData(bookingQuery(created.booking.id).queryKey, created.booking);
      deleteDraft(DRAFT_ID);
      setDraft(newDraft());
      onCreated(created);
    },
    invalidatesOnError: (error) => error instanceof Problem,
  });
  return {
    createBooking,
    draft,
    updateGuest: (values: GuestInput) => updateDraft({ ...draft, ...values }),
    /** The messages of the API, by their path in the request. */
    serverErrors: fieldErrors(createBooking.error),
  };
}
