import { Modal, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type Booking, bookingQuery } from "../../api/bookings";
import { useInvalidate } from "../../api/cache";
import { ChangeBookingForm } from "../../components/change/ChangeBookingForm";
import type { PriceDecision } from "../../components/change/price-decision";
import { ErrorAlert } from "../../components/ErrorAlert";
import { staffTexts } from "../../text/signed-in/staff";
import { may, useMe } from "../session/session";
import { PriceChoice } from "./PriceChoice";
import { unitsForSaleQuery } from "./queries";

interface Props {
  booking: Booking;
  timezone: string;
  onClose: () => void;
}

/** The form that changes a booking, including its units. */
export function ChangeBookingModal({ booking, timezone, onClose }: Props) {
  const me = useMe();
  const cache = useQueryClient();
  const reload = useInvalidate("PATCH /api/bookings/{booking_id}");
  const units = useQuery(unitsForSaleQuery(booking.propertyId));
  const unitsForSale = units.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  // The units of the booking stay selectable, even if they are no longer on sale.
  const ownUnits = booking.units
    .filter(({ id }) => !unitsForSale.some(({ value }) => value === id))
    .map(({ id, name }) => ({ value: id, label: name }));
  const priceChoice = (price: PriceDecision, onChange: (price: PriceDecision) => void) => (
    <PriceChoice currency={booking.total.currency} value={price} onChange={onChange} />
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${staffTexts.panel.change}: ${booking.guest.name}, ${booking.code}`}
      size="lg"
    >
      {units.error && <ErrorAlert error={units.error} onRetry={() => void units.refetch()} />}
      {units.isPending && <Skeleton h={480} />}
      {units.data && (
        <ChangeBookingForm
          booking={booking}
          timezone={timezone}
          units={[...unitsForSale, ...ownUnits]}
          {...(may(me, "bookings:set_price") ? { priceChoice } : {})}
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
