import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { suggestedUnitsQuery } from "../../api/availability";
import type { Property } from "../../api/properties";
import { todayIn } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { type Party, type Stay, shiftStay } from "../../format/stay";
import { t } from "../../text/texts";
import { formatStay } from "./format-stay";

const SHIFTS = [-1, 1, -7, 7];

interface Props {
  property: Property;
  stay: Stay;
  party: Party;
  onChoose: (stay: Stay) => void;
}

/** Offers the stay a day or a week earlier or later, if the API has a free unit for it. */
export function NearbyStays({ property, stay, party, onChoose }: Props) {
  const today = todayIn(property.timezone);
  const candidates = SHIFTS.map((days) => shiftStay(stay, days)).filter((nearby) => nearby.checkIn >= today);
  const answers = useQueries({
    queries: candidates.map((nearby) => suggestedUnitsQuery(property.id, nearby, party, 1)),
  });
  if (answers.some((answer) => answer.isPending)) return <Skeleton h={90} />;
  const offers = candidates.flatMap((near, i) => {
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
              <span>{formatStay(near)}</span>
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
