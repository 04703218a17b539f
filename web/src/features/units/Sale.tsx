import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Unit, UnitStatus } from "../../api/units";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { StatusBadge } from "./StatusBadge";
import { useChangeUnit } from "./units";

const words = unitsTexts.use;

/** Whether a unit is on sale, and the way out and back. */
export function Sale({ unit }: { unit: Unit }) {
  const change = useChangeUnit(unit.id);
  const isActive = unit.status === "ACTIVE";
  const become = (status: UnitStatus) =>
    change.mutate(
      { status },
      {
        onSuccess: () =>
          notifications.show({ message: status === "ACTIVE" ? words.activated : words.retired }),
      },
    );
  const retire = () =>
    confirmAction({
      title: words.retireTitle(unit.name),
      message: words.retireWhy,
      confirm: words.retire,
      onConfirm: () => become("INACTIVE"),
    });
  return (
    <Section title={words.title} actions={<StatusBadge status={unit.status} />}>
      {change.error && <ErrorAlert error={change.error} />}
      <Text>{isActive ? words.isActive : words.isInactive}</Text>
      <Group>
        {isActive ? (
          <Button variant="default" loading={change.isPending} onClick={retire}>
            {words.retire}
          </Button>
        ) : (
          <Button loading={change.isPending} onClick={() => become("ACTIVE")}>
            {words.activate}
          </Button>
        )}
      </Group>
    </Section>
  );
}
