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
import { OpenBooking } from "./OpenBooking";
import { storeContact, storeToken } from "./stored-bookings";
import { useBookingAccess } from "./useBookingAccess";

/** The guest's own booking, opened by its link and contact or by the session of the customer. */
export function MyBookingPage() {
  const { bookingId } = useParams({ from: "/booking/$bookingId" });
  return <MyBooking key={bookingId} id={bookingId} />;
}

function MyBooking({ id }: { id: string }) {
  const me = useMe();
  const { token, access, setContact } = useBookingAccess(id);
  const hasLink = token !== null && token !== "";
  const enabled = hasLink ? access !== null : me !== null;
  const booking = useQuery({ ...bookingQuery(id, access), enabled });
  const property = useQuery({
    ...propertyQuery(booking.data?.propertyId ?? ""),
    enabled: booking.data !== undefined,
  });
  const isOpened = booking.data !== undefined;
  useEffect(() => {
    // The credentials are valid: store them. Only when the booking opens, so that `removeStoredBooking` is
    // not undone.
    if (!isOpened || !access) return;
    storeToken(id, access.token);
    storeContact(id, access.contact);
  }, [id, isOpened, access]);
  const isNotFound = booking.error instanceof Problem && booking.error.status < 500;
  if (!booking.data && (!enabled || isNotFound)) {
    return <OpenBooking id={id} token={token} isNotFound={isNotFound} onContact={setContact} />;
  }
  if (booking.error && !booking.data)
    return <ErrorAlert error={booking.error} onRetry={() => void booking.refetch()} />;
  if (property.error) return <ErrorAlert error={property.error} onRetry={() => void property.refetch()} />;
  if (!booking.data || !property.data) return <Loading />;
  return (
    <BookingView
      booking={booking.data}
      property={property.data}
      access={access}
      onContactChange={setContact}
    />
  );
}

function Loading() {
  return (
    <Stack maw={760} mx="auto" role="status" aria-busy="true" aria-label={t.loading}>
      <Skeleton h={40} w={280} />
      <Skeleton h={320} />
    </Stack>
  );
}
