import { Modal, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type Booking, bookingQuery } from "../../api/bookings";
import { useInvalidate } from "../../api/cache";
import { ChangeBookingForm } from "../../components/change/ChangeBookingForm";
import { ErrorAlert } from "../../components/ErrorAlert";
import { staffTexts } from "../../text/signed-in/staff";
import { unitsQuery } from "./queries";

interface Props {
  booking: Booking;
  timezone: string;
  onClose: () => void;
}

/** Everything of a booking that can be changed, its units too. */
export function ChangeDialog({ booking, timezone, onClose }: Props) {
  const cache = useQueryClient();
  const reload = useInvalidate("PATCH /api/bookings/{booking_id}");
  const units = useQuery(unitsQuery(booking.propertyId));
  const forSale = units.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  // A unit that went out of sale since is still the booking's own.
  const own = booking.units
    .filter(({ id }) => !forSale.some(({ value }) => value === id))
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": staffTexts.close }}
      title={`${staffTexts.panel.change}: ${booking.guest.name}, ${booking.code}`}
      size="lg"
    >
      {units.error && <ErrorAlert error={units.error} onRetry={() => void units.refetch()} />}
      {units.isPending && <Skeleton h={480} />}
      {units.data && (
        <ChangeBookingForm
          booking={booking}
          timezone={timezone}
          units={[...forSale, ...own]}
          onSaved={(changed, message) => {
            cache.setQueryData(bookingQuery(booking.id).queryKey, changed);
            notifications.show({ title: staffTexts.move.done, message, color: "forest" });
            onClose();
          }}
          onClose={onClose}
          onReload={() => void reload().then(onClose)}
        />
      )}
    </Modal>
  );
}
