import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { Problem } from "../../../api/client";
import { propertyQuery } from "../../../api/properties";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { t } from "../../../text/texts";
import { useMe } from "../../session/session";
import { bookingQuery } from "../api/my-booking";
import { BookingView } from "./BookingView";
import { keepContact, keepLink } from "./kept";
import { OpenBooking } from "./OpenBooking";
import { useAccess } from "./useAccess";

/** A guest's own booking: by its link and the contact, or by the session of the customer who made it. */
export function MyBookingPage() {
  const { bookingId } = useParams({ from: "/booking/$bookingId" });
  return <Mine key={bookingId} id={bookingId} />;
}

function Mine({ id }: { id: string }) {
  const me = useMe();
  const { token, access, tryContact } = useAccess(id);
  const byLink = token !== null && token !== "";
  const enabled = byLink ? access !== null : me !== null;
  const booking = useQuery({ ...bookingQuery(id, access), enabled });
  const property = useQuery({
    ...propertyQuery(booking.data?.propertyId ?? ""),
    enabled: booking.data !== undefined,
  });
  const opened = booking.data !== undefined;
  useEffect(() => {
    // Both halves were right: remember them. Once, or a booking that is being forgotten would come back.
    if (!opened || !access) return;
    keepLink(id, access.token);
    keepContact(id, access.contact);
  }, [id, opened, access]);
  const unknown = booking.error instanceof Problem && booking.error.status < 500;
  if (!booking.data && (!enabled || unknown)) {
    return <OpenBooking id={id} token={token} failed={unknown} onContact={tryContact} />;
  }
  if (booking.error && !booking.data)
    return <ErrorAlert error={booking.error} onRetry={() => void booking.refetch()} />;
  if (property.error) return <ErrorAlert error={property.error} onRetry={() => void property.refetch()} />;
  if (!booking.data || !property.data) return <Waiting />;
  return (
    <BookingView booking={booking.data} property={property.data} access={access} onContact={tryContact} />
  );
}

function Waiting() {
  return (
    <Stack maw={760} mx="auto" role="status" aria-busy="true" aria-label={t.loading}>
      <Skeleton h={40} w={280} />
      <Skeleton h={320} />
    </Stack>
  );
}
