import { Badge, Button, Card, Group, Input, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type FreeUnit, freeUnitsQuery } from "../../api/availability";
import type { Property } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { ShowMoreButton } from "../../components/ShowMoreButton";
import { NearbyStays } from "../../components/stay/NearbyStays";
import { PartyFields } from "../../components/stay/PartyFields";
import { StayField } from "../../components/stay/StayField";
import type { IsoDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Party, Stay } from "../../format/stay";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import type { SellSearch } from "./search";
import type { Selection } from "./selection";

interface Props {
  property: Property;
  stay: Stay | null;
  party: Party;
  today: IsoDate;
  selection: Selection | null;
  onChange: (next: SellSearch) => void;
}

/** The units that are free for the dates and the party of the client. */
export function FreeUnitList({ property, stay, party, today, selection, onChange }: Props) {
  return (
    <Stack gap="sm">
      <Paper component="search" withBorder p="md">
        <Stack gap="md">
          <StayField
            label={t.guest.search.when}
            stay={stay}
            today={today}
            onChange={(next) =>
              onChange({ checkIn: next?.checkIn, checkOut: next?.checkOut, unit: undefined, sold: undefined })
            }
          />
          <Input.Wrapper label={t.guest.search.who} labelElement="div">
            <PartyFields party={party} onChange={(next) => onChange({ ...next, sold: undefined })} />
          </Input.Wrapper>
        </Stack>
      </Paper>
      {stay ? (
        <Results property={property} stay={stay} party={party} selection={selection} onChange={onChange} />
      ) : (
        <Text c="dimmed">{sellTexts.chooseDates}</Text>
      )}
    </Stack>
  );
}

type ResultsProps = Omit<Props, "stay" | "today"> & { stay: Stay };

function Results({ property, stay, party, selection, onChange }: ResultsProps) {
  const query = useInfiniteQuery({
    ...freeUnitsQuery(property.id, stay, party),
    placeholderData: keepPreviousData,
  });
  const units = query.data?.pages.flatMap((page) => page.units) ?? [];
  if (query.isPending) return <Skeleton h={260} radius="md" role="status" aria-label={t.loading} />;
  if (query.error && !query.data)
    return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (units.length === 0) {
    return (
      <Stack>
        <Text role="status">{sellTexts.nothing}</Text>
        <NearbyStays property={property} stay={stay} party={party} onChoose={(near) => onChange(near)} />
      </Stack>
    );
  }
  return (
    <Stack
      gap="xs"
      style={{ opacity: query.isPlaceholderData ? 0.5 : 1 }}
      aria-busy={query.isPlaceholderData}
    >
      {units.map((unit) => (
        <FreeUnitCard
          key={unit.id}
          unit={unit}
          isSelected={selection?.unit === unit.id}
          onSelect={() => onChange({ unit: unit.id, ...stay, sold: undefined })}
        />
      ))}
      {query.error && <ErrorAlert error={query.error} />}
      <ShowMoreButton query={query} />
    </Stack>
  );
}

function FreeUnitCard({
  unit,
  isSelected,
  onSelect,
}: {
  unit: FreeUnit;
  isSelected: boolean;
  onSelect: () => void;
}) {
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>{unit.name}</Text>
          <Text size="sm" c="dimmed">
            {sellTexts.sleeps(unit.sleeps)}
          </Text>
        </div>
        <Group gap="md" wrap="nowrap">
          <Text fw={600} ta="right">
            {formatMoney(unit.total)}
          </Text>
          {isSelected ? (
            <Badge size="lg" variant="light" tt="none">
              {sellTexts.chosen}
            </Badge>
          ) : (
            <Button variant="light" aria-label={sellTexts.choose(unit.name)} onClick={onSelect}>
              {sellTexts.choose("").trim()}
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}
