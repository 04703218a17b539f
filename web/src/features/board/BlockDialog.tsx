import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Failure } from "../../components/Failure";
import { nightsBetween } from "../../format/dates";
import { t } from "../../text/en";
import { type Bar, stayText } from "./bars";
import { useLift } from "./queries";

const words = t.staff.block;

/** A block: why, and the way to lift it. */
export function BlockDialog({
  bar,
  unit,
  mayLift,
  onClose,
}: {
  bar: Bar;
  unit: string;
  mayLift: boolean;
  onClose: () => void;
}) {
  const lift = useLift();
  const doLift = () =>
    lift.mutate(bar.id, {
      onSuccess: () => {
        notifications.show({ message: words.lifted, color: "forest" });
        onClose();
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": t.staff.close }}
      title={`${words.title}: ${unit}`}
    >
      <Stack>
        {lift.error && <Failure error={lift.error} />}
        <Text fw={600}>{bar.text}</Text>
        <Text>
          {stayText(bar)}, {t.staff.nights(nightsBetween(bar.checkIn, bar.checkOut))}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.staff.back}
          </Button>
          {mayLift && (
            <Button color="clay" loading={lift.isPending} onClick={doLift} data-autofocus>
              {words.lift}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
