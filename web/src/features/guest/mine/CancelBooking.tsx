import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import type { Booking } from "../../../api/bookings";
import { useApiMutation } from "../../../api/cache";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { formatStay } from "../../../components/stay/format-stay";
import { t } from "../../../text/texts";
import { type BookingAccess, bookingQuery, cancelBooking } from "../api/my-booking";

interface Props {
  booking: Booking;
  access: BookingAccess | null;
  onDone: () => void;
}

/** Cancels the booking after a confirmation. */
export function CancelBooking({ booking, access, onDone }: Props) {
  const [isOpen, { open: openDialog, close }] = useDisclosure(false);
  const cache = useQueryClient();
  const cancel = useApiMutation("POST /api/bookings/{booking_id}/cancel", {
    mutationFn: () => cancelBooking(booking.id, access),
    onSuccess: (cancelled) => {
      cache.setQueryData(bookingQuery(booking.id, access).queryKey, cancelled);
      close();
      onDone();
    },
  });
  const units = booking.units.map((unit) => unit.name).join(", ");
  return (
    <>
      <Button variant="light" color="red" onClick={openDialog}>
        {t.guest.mine.cancel}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t.guest.mine.cancelTitle} centered>
        <Stack>
          <Text>{t.guest.mine.cancelText(units, formatStay(booking))}</Text>
          {cancel.error && <ErrorAlert error={cancel.error} />}
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>
              {t.guest.mine.cancelNo}
            </Button>
            <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t.guest.mine.cancelYes}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
