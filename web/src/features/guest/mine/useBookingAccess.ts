// The credentials of a booking: the token from the URL or from storage, and the contact that was entered in
// this tab.
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import type { BookingAccess } from "../api/my-booking";
import { storedAccess, storedToken } from "./stored-bookings";

export function useBookingAccess(id: string) {
  const hash = useLocation().hash.replace(/^#/, "");
  const [access, setAccess] = useState<BookingAccess | null>(() => {
    const stored = storedAccess(id);
    return stored && (!hash || hash === stored.token) ? stored : null;
  });
  const token = hash || storedToken(id);
  return {
    token,
    access,
    /** Sets the contact that the guest has entered. */
    setContact: (contact: string) => {
      if (token) setAccess({ token, contact });
    },
  };
}
