import { ActionIcon, Group, SimpleGrid, Text } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useId } from "react";
import { MAX_GUESTS, type Party } from "../../format/stay";
import { t } from "../../text/texts";

interface CounterProps {
  label: string;
  fewer: string;
  more: string;
  value: number;
  min: number;
  onChange: (value: number) => void;
}

function Counter({ label, fewer, more, value, min, onChange }: CounterProps) {
  const id = useId();
  return (
    <Group role="group" aria-labelledby={id} gap="xs" wrap="nowrap" justify="space-between">
      <Text id={id} size="sm" fw={500}>
        {label}
      </Text>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={42}
          disabled={value <= min}
          aria-label={fewer}
          onClick={() => onChange(value - 1)}
        >
          <IconMinus size={16} aria-hidden />
        </ActionIcon>
        <Text component="output" w={28} ta="center" aria-live="polite">
          {value}
        </Text>
        <ActionIcon
          variant="default"
          size={42}
          disabled={value >= MAX_GUESTS}
          aria-label={more}
          onClick={() => onChange(value + 1)}
        >
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}

interface PartyProps {
  party: Party;
  onChange: (party: Party) => void;
  /** Whether the fields are below each other, for a narrow column. */
  stacked?: boolean;
}

/** The numbers of adults and children. Buttons instead of inputs, so that no keyboard opens on a phone. */
export function PartyFields({ party, onChange, stacked = false }: PartyProps) {
  return (
    <SimpleGrid cols={stacked ? 1 : { base: 1, xs: 2 }} spacing="xl" verticalSpacing="xs" w="100%" maw={460}>
      <Counter
        label={t.guest.party.adults}
        fewer={t.guest.party.fewerAdults}
        more={t.guest.party.moreAdults}
        value={party.adults}
        min={1}
        onChange={(adults) => onChange({ ...party, adults })}
      />
      <Counter
        label={t.guest.party.children}
        fewer={t.guest.party.fewerChildren}
        more={t.guest.party.moreChildren}
        value={party.children}
        min={0}
        onChange={(children) => onChange({ ...party, children })}
      />
    </SimpleGrid>
  );
}
