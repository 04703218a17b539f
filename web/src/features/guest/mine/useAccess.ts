// What opens a booking in this browser: the link's token, from the address or remembered, with the contact typed in this tab.
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import type { BookingAccess } from "../api/my-booking";
import { keptAccess, keptToken } from "./kept";

export function useAccess(id: string) {
  const given = useLocation().hash.replace(/^#/, "");
  const [access, setAccess] = useState<BookingAccess | null>(() => {
    const kept = keptAccess(id);
    return kept && (!given || given === kept.token) ? kept : null;
  });
  const token = given || keptToken(id);
  return {
    token,
    access,
    /** The second half of the link was typed. */
    tryContact: (contact: string) => {
      if (token) setAccess({ token, contact });
    },
  };
}
