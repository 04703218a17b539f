import { Button, Stack, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { freeUnitsQuery } from "../../../api/availability";
import type { Property } from "../../../api/properties";
import { ErrorAlert } from "../../../components/ErrorAlert";
import type { StaySearch } from "../../../components/stay/stay-search";
import { nightsBetween } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import { NothingFree } from "./NothingFree";
import { StayPrice } from "./Price";
import { UnitCard } from "./UnitCard";
import { CardSkeletons, Cards } from "./UnitCards";

interface Props {
  property: Property;
  stay: Stay;
  party: Party;
  onChange: (search: StaySearch) => void;
}

/** What is free for the stay, with its price; or the nearest dates that are. */
export function FreeUnits({ property, stay, party, onChange }: Props) {
  const free = useInfiniteQuery({
    ...freeUnitsQuery(property.id, stay, party),
    placeholderData: keepPreviousData,
  });
  if (free.error && !free.data) return <ErrorAlert error={free.error} onRetry={() => void free.refetch()} />;
  if (!free.data) return <CardSkeletons />;
  const found = free.data.pages.flatMap((page) => page.units);
  if (found.length === 0 && !free.isPlaceholderData) {
    return <NothingFree property={property} stay={stay} party={party} onChange={onChange} />;
  }
  const search = { where: property.id, ...stay, ...party };
  return (
    <Stack style={{ opacity: free.isPlaceholderData ? 0.5 : 1 }} aria-busy={free.isPlaceholderData}>
      <Title order={2} size="h3" aria-live="polite">
        {t.guest.search.free(t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut)))}
      </Title>
      <Cards>
        {found.map((unit, i) => (
          <UnitCard
            key={unit.id}
            unit={unit}
            search={search}
            price={<StayPrice unit={unit} />}
            first={i === 0}
          />
        ))}
      </Cards>
      {free.error && <ErrorAlert error={free.error} />}
      {free.hasNextPage && (
        <Button
          variant="light"
          mx="auto"
          loading={free.isFetchingNextPage}
          onClick={() => void free.fetchNextPage()}
        >
          {t.guest.search.more}
        </Button>
      )}
    </Stack>
  );
}
