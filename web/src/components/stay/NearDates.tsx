import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { suggestedUnitsQuery } from "../../api/availability";
import type { Property } from "../../api/properties";
import { todayIn } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { type Party, type Stay, shifted } from "../../format/stay";
import { t } from "../../text/texts";
import { saidStay } from "./StayField";

const SHIFTS = [-1, 1, -7, 7];

interface Props {
  property: Property;
  stay: Stay;
  party: Party;
  onChoose: (stay: Stay) => void;
}

/** The same stay a day or a week earlier or later, where something is free then: each is asked for, none is guessed. */
export function NearDates({ property, stay, party, onChoose }: Props) {
  const today = todayIn(property.timezone);
  const tries = SHIFTS.map((days) => shifted(stay, days)).filter((near) => near.checkIn >= today);
  const answers = useQueries({
    queries: tries.map((near) => suggestedUnitsQuery(property.id, near, party, 1)),
  });
  if (answers.some((answer) => answer.isPending)) return <Skeleton h={90} />;
  const offers = tries.flatMap((near, i) => {
    const unit = answers[i]?.data?.[0];
    return unit ? [{ near, unit }] : [];
  });
  if (offers.length === 0) return <Text>{t.guest.search.noneNear}</Text>;
  return (
    <Stack gap="xs">
      <Text fw={600}>{t.guest.search.near}</Text>
      <Group gap="xs">
        {offers.map(({ near, unit }) => (
          <Button key={near.checkIn} variant="light" h="auto" py="xs" onClick={() => onChoose(near)}>
            <Stack gap={0} align="flex-start">
              <span>{saidStay(near)}</span>
              <Text size="xs" fw={400} c="inherit">
                {unit.name}: {formatMoney(unit.total)}
              </Text>
            </Stack>
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
