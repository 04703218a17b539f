import { Button, Group, Stack } from "@mantine/core";
import { isStatusAction, useBookingAction } from "../../api/booking-actions";
import type { Action, Booking } from "../../api/bookings";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { accountTexts } from "../../text/signed-in/account";

/** Buttons for the actions that the API allows now. */
export function BookingActions({ booking, onChange }: { booking: Booking; onChange: () => void }) {
  const bookingAction = useBookingAction();
  const text = accountTexts.bookings;
  const perform = (action: Action) =>
    action === "cancel"
      ? confirmAction({
          title: text.cancelTitle,
          message: text.cancelWhy,
          confirm: text.actions.cancel,
          cancel: text.keep,
          onConfirm: () => bookingAction.mutate({ id: booking.id, action }),
        })
      : bookingAction.mutate({ id: booking.id, action });
  return (
    <Stack w="100%">
      {bookingAction.error && <ErrorAlert error={bookingAction.error} />}
      <Group>
        {booking.actions.includes("change") && <Button onClick={onChange}>{text.change}</Button>}
        {booking.actions.filter(isStatusAction).map((action) => (
          <Button
            key={action}
            variant="light"
            {...(action === "cancel" && { color: "clay" })}
            loading={bookingAction.isPending && bookingAction.variables.action === action}
            onClick={() => perform(action)}
          >
            {text.actions[action]}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
