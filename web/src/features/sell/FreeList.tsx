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
import type { Choice } from "./choice";
import type { SellSearch } from "./search";

interface Props {
  property: Property;
  stay: Stay | null;
  party: Party;
  today: IsoDate;
  chosen: Choice | null;
  onChange: (next: SellSearch) => void;
}

/** What is free for dates and party that the client names. */
export function FreeList({ property, stay, party, today, chosen, onChange }: Props) {
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
        <Found property={property} stay={stay} party={party} chosen={chosen} onChange={onChange} />
      ) : (
        <Text c="dimmed">{sellTexts.chooseDates}</Text>
      )}
    </Stack>
  );
}

type FoundProps = Omit<Props, "stay" | "today"> & { stay: Stay };

function Found({ property, stay, party, chosen, onChange }: FoundProps) {
  const free = useInfiniteQuery({
    ...freeUnitsQuery(property.id, stay, party),
    placeholderData: keepPreviousData,
  });
  const units = free.data?.pages.flatMap((page) => page.units) ?? [];
  if (free.isPending) return <Skeleton h={260} radius="md" role="status" aria-label={t.loading} />;
  if (free.error && !free.data) return <ErrorAlert error={free.error} onRetry={() => void free.refetch()} />;
  if (units.length === 0) {
    return (
      <Stack>
        <Text role="status">{sellTexts.nothing}</Text>
        <NearbyStays property={property} stay={stay} party={party} onChoose={(near) => onChange(near)} />
      </Stack>
    );
  }
  return (
    <Stack gap="xs" style={{ opacity: free.isPlaceholderData ? 0.5 : 1 }} aria-busy={free.isPlaceholderData}>
      {units.map((unit) => (
        <FreeCard
          key={unit.id}
          unit={unit}
          chosen={chosen?.unit === unit.id}
          onChoose={() => onChange({ unit: unit.id, ...stay, sold: undefined })}
        />
      ))}
      {free.error && <ErrorAlert error={free.error} />}
      <ShowMoreButton query={free} />
    </Stack>
  );
}

function FreeCard({ unit, chosen, onChoose }: { unit: FreeUnit; chosen: boolean; onChoose: () => void }) {
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
          {chosen ? (
            <Badge size="lg" variant="light" tt="none">
              {sellTexts.chosen}
            </Badge>
          ) : (
            <Button variant="light" aria-label={sellTexts.choose(unit.name)} onClick={onChoose}>
              {sellTexts.choose("").trim()}
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}
