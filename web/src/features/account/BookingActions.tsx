import { Button, Group, Stack } from "@mantine/core";
import { isStatusAction, useBookingAction } from "../../api/booking-actions";
import type { Action, Booking } from "../../api/bookings";
import { ask } from "../../components/ask";
import { Failure } from "../../components/Failure";
import { accountTexts } from "../../text/signed-in/account";

/** The steps that the API says one may take now, and no others. */
export function BookingActions({ booking, onChange }: { booking: Booking; onChange: () => void }) {
  const step = useBookingAction();
  const text = accountTexts.bookings;
  const take = (action: Action) =>
    action === "cancel"
      ? ask({
          title: text.cancelTitle,
          why: text.cancelWhy,
          yes: text.actions.cancel,
          no: text.keep,
          onYes: () => step.mutate({ id: booking.id, action }),
        })
      : step.mutate({ id: booking.id, action });
  return (
    <Stack w="100%">
      {step.error && <Failure error={step.error} />}
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
