import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type FreeUnit, suggestedUnitsQuery } from "../../api/availability";
import { takenNightsQuery } from "../../api/calendar";
import { Problem } from "../../api/client";
import type { Property } from "../../api/properties";
import type { Unit } from "../../api/units";
import { formatDate, todayIn } from "../../format/dates";
import { nearbyStays, type Party, type Stay } from "../../format/stay";
import { t } from "../../text/texts";
import { formatStay } from "./format-stay";

interface Props {
  problem: Problem;
  unit: Unit;
  property: Property;
  stay: Stay;
  party: Party;
  onStay: (stay: Stay) => void;
  /** Renders the link to another unit that is free for the same dates. */
  renderUnit: (unit: FreeUnit) => ReactNode;
}

export function isNightsTaken(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "nights_taken";
}

/** The taken nights that the error names. */
function takenNightsText(problem: Problem): string {
  const nights = Array.isArray(problem.facts.nights) ? (problem.facts.nights as { night: string }[]) : [];
  return nights.map(({ night }) => formatDate(night)).join(", ");
}

/** Says which nights were taken in the meantime, and offers other units and other dates. */
export function NightsTaken({ problem, unit, property, stay, party, onStay, renderUnit }: Props) {
  const today = todayIn(property.timezone);
  const others = useQuery(suggestedUnitsQuery(property.id, stay, party, 3));
  const taken = useQuery(takenNightsQuery(unit.id, today));
  const near = taken.data ? nearbyStays(stay, taken.data, today) : [];
  const isPending = others.isPending || taken.isPending;
  const hasNone = others.data?.length === 0 && near.length === 0;
  return (
    <Stack>
      <Alert color="clay" role="alert" icon={<IconMoodSad aria-hidden />} title={t.guest.taken.title}>
        {t.guest.taken.nights(unit.name, takenNightsText(problem))} {t.guest.taken.typedStays}
      </Alert>
      {isPending && <Skeleton h={120} />}
      {hasNone && <Text>{t.guest.taken.none}</Text>}
      {others.data && others.data.length > 0 && (
        <Stack gap="xs">
          <Text fw={600}>{t.guest.taken.others}</Text>
          {others.data.map(renderUnit)}
        </Stack>
      )}
      {near.length > 0 && (
        <Stack gap="xs">
          <Text fw={600}>{t.guest.taken.near(unit.name)}</Text>
          <Group gap="xs">
            {near.map((stay) => (
              <Button key={stay.checkIn} variant="light" onClick={() => onStay(stay)}>
                {formatStay(stay)}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
