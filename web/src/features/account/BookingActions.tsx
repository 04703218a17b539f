import { Button, Group, Stack } from "@mantine/core";
import { isStatusAction, useBookingAction } from "../../api/booking-actions";
import type { Action, Booking } from "../../api/bookings";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { accountTexts } from "../../text/signed-in/account";

/** The steps that the API says one may take now, and no others. */
export function BookingActions({ booking, onChange }: { booking: Booking; onChange: () => void }) {
  const step = useBookingAction();
  const text = accountTexts.bookings;
  const take = (action: Action) =>
    action === "cancel"
      ? confirmAction({
          title: text.cancelTitle,
          message: text.cancelWhy,
          confirm: text.actions.cancel,
          cancel: text.keep,
          onConfirm: () => step.mutate({ id: booking.id, action }),
        })
      : step.mutate({ id: booking.id, action });
  return (
    <Stack w="100%">
      {step.error && <ErrorAlert error={step.error} />}
      <Group>
        {booking.actions.includes("change") && <Button onClick={onChange}>{text.change}</Button>}
        {booking.actions.filter(isStatusAction).map((action) => (
          <Button
            key={action}
            variant="light"
            {...(action === "cancel" && { color: "clay" })}
            loading={step.isPending && step.variables.action === action}
            onClick={() => take(action)}
          >
            {text.actions[action]}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
