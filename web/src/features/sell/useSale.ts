// Book for a client: once, however often somebody has to ask.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { bookingQuery } from "../../api/bookings";
import { useApiMutation } from "../../api/cache";
import { Problem } from "../../api/client";
import type { BookingRequest, CreatedBooking } from "../../api/create-booking";
import {
  type Draft,
  deleteDraft,
  type GuestInput,
  newDraft,
  readDraft,
  saveDraft,
  submitDraft,
} from "../../components/stay/draft";

const PLACE = "sell";

export function useSale(onSold: (booked: CreatedBooking) => void) {
  const cache = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => readDraft(PLACE));
  const keep = (next: Draft) => {
    setDraft(next);
    saveDraft(PLACE, next);
  };
  const sale = useApiMutation("POST /api/bookings", {
    mutationFn: (order: BookingRequest) => submitDraft(draft, order, keep),
    onSuccess: (booked) => {
      cache.setQueryData(bookingQuery(booked.booking.id).queryKey, booked.booking);
      deleteDraft(PLACE);
      setDraft(newDraft());
      onSold(booked);
    },
    invalidatesOnError: (error) => error instanceof Problem,
  });
  return {
    sale,
    draft,
    type: (typed: GuestInput) => keep({ ...draft, ...typed }),
    /** What the API said about fields. */
    refused: sale.error instanceof Problem ? sale.error.fields : {},
  };
}
