import { Button, Collapse, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import type { FreeUnit } from "../../../api/availability";
import type { Unit } from "../../../api/units";
import { PriceLines } from "../../../components/stay/PriceLines";
import { formatMoney } from "../../../format/money";
import { t } from "../../../text/texts";
import classes from "./UnitCard.module.css";

export function NightlyPrice({ unit }: { unit: Unit }) {
  return (
    <Group gap={6} align="baseline">
      <Text fw={700}>{formatMoney(unit.price)}</Text>
      <Text size="sm" c="dimmed">
        {t.guest.search.perNight}
      </Text>
    </Group>
  );
}

/** The price of the stay, with the prices per night behind a button. */
export function StayPrice({ unit }: { unit: FreeUnit }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <>
      <Group justify="space-between" gap={6}>
        <Group gap={6} align="baseline">
          <Text fw={700} size="lg">
            {formatMoney(unit.total)}
          </Text>
          <Text size="sm" c="dimmed">
            {t.guest.search.forStay(unit.priceLines.length)}
          </Text>
        </Group>
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.above}
          aria-expanded={isOpen}
          aria-label={`${t.guest.price.why}: ${unit.name}`}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={toggle}
        >
          {t.guest.price.why}
        </Button>
      </Group>
      <Collapse expanded={isOpen} className={classes.above}>
        <PriceLines lines={unit.priceLines} total={unit.total} />
      </Collapse>
    </>
  );
}
