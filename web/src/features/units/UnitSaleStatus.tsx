import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Unit, UnitStatus } from "../../api/units";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { StatusBadge } from "./StatusBadge";
import { useChangeUnit } from "./units";

const texts = unitsTexts.use;

/** Shows whether a unit is on sale, and changes it. */
export function UnitSaleStatus({ unit }: { unit: Unit }) {
  const change = useChangeUnit(unit.id);
  const isActive = unit.status === "ACTIVE";
  const setStatus = (status: UnitStatus) =>
    change.mutate(
      { status },
      {
        onSuccess: () =>
          notifications.show({ message: status === "ACTIVE" ? texts.activated : texts.retired }),
      },
    );
  const retire = () =>
    confirmAction({
      title: texts.retireTitle(unit.name),
      message: texts.retireWhy,
      confirm: texts.retire,
      onConfirm: () => setStatus("INACTIVE"),
    });
  return (
    <Section title={texts.title} actions={<StatusBadge status={unit.status} />}>
      {change.error && <ErrorAlert error={change.error} />}
      <Text>{isActive ? texts.isActive : texts.isInactive}</Text>
      <Group>
        {isActive ? (
          <Button variant="default" loading={change.isPending} onClick={retire}>
            {texts.retire}
          </Button>
        ) : (
          <Button loading={change.isPending} onClick={() => setStatus("ACTIVE")}>
            {texts.activate}
          </Button>
        )}
      </Group>
    </Section>
  );
}
