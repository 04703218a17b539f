import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { takenNightsQuery } from "../../../api/calendar";
import type { Problem } from "../../../api/client";
import { LinkButton } from "../../../components/links";
import { saidStay } from "../../../components/stay/StayField";
import { nearStays, type Party, type Stay } from "../../../components/stay/stay";
import { formatDate, todayIn } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import { t } from "../../../text/en";
import { someFreeUnitsQuery } from "../api/availability";
import type { Property } from "../api/properties";
import type { Unit } from "../api/units";
import { type Draft, keepDraft, newDraft } from "./draft";

interface Props {
  problem: Problem;
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  draft: Draft;
  onStay: (stay: Stay) => void;
}

/** The nights that a refusal names. */
function nightsIn(problem: Problem): string {
  const nights = Array.isArray(problem.facts.nights) ? (problem.facts.nights as { night: string }[]) : [];
  return nights.map(({ night }) => formatDate(night)).join(", ");
}

/** Somebody was faster: which nights are gone, and what can be had instead. */
export function NightsTaken({ problem, unit, property, stay, party, draft, onStay }: Props) {
  const today = todayIn(property.timezone);
  const others = useQuery(someFreeUnitsQuery(property.id, stay, party, 3));
  const taken = useQuery(takenNightsQuery(unit.id, today));
  const near = taken.data ? nearStays(stay, taken.data, today) : [];
  const waiting = others.isPending || taken.isPending;
  const nothing = others.data?.length === 0 && near.length === 0;
  return (
    <Stack>
      <Alert color="clay" role="alert" icon={<IconMoodSad aria-hidden />} title={t.guest.taken.title}>
        {t.guest.taken.nights(unit.name, nightsIn(problem))} {t.guest.taken.typedStays}
      </Alert>
      {waiting && <Skeleton h={120} />}
      {nothing && <Text>{t.guest.taken.none}</Text>}
      {others.data && others.data.length > 0 && (
        <Stack gap="xs">
          <Text fw={600}>{t.guest.taken.others}</Text>
          {others.data.map((other) => (
            <LinkButton
              key={other.id}
              to="/book/$unitId"
              params={{ unitId: other.id }}
              search={{ where: property.id, ...stay, ...party, step: "check" }}
              variant="light"
              fullWidth
              justify="space-between"
              rightSection={formatMoney(other.total)}
              // Another unit is another attempt, with what was typed but a key of its own.
              onClick={() => keepDraft(other.id, { ...draft, key: newDraft().key, sent: [] })}
            >
              {other.name}
            </LinkButton>
          ))}
        </Stack>
      )}
      {near.length > 0 && (
        <Stack gap="xs">
          <Text fw={600}>{t.guest.taken.near(unit.name)}</Text>
          <Group gap="xs">
            {near.map((other) => (
              <Button key={other.checkIn} variant="light" onClick={() => onStay(other)}>
                {saidStay(other)}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
