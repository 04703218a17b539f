import { Stack, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { freeUnitsQuery } from "../../../api/availability";
import type { Property } from "../../../api/properties";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { ShowMoreButton } from "../../../components/ShowMoreButton";
import type { StaySearch } from "../../../components/stay/stay-search";
import { nightsBetween } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import { NoFreeUnits } from "./NoFreeUnits";
import { StayPrice } from "./Price";
import { UnitCard } from "./UnitCard";
import { CardSkeletons, UnitCards } from "./UnitCards";

interface Props {
  property: Property;
  stay: Stay;
  party: Party;
  onChange: (search: StaySearch) => void;
}

/**
 * The units that are free for the stay, with the price of the stay. If there are none, free stays on nearby
 * dates.
 */
export function FreeUnits({ property, stay, party, onChange }: Props) {
  const query = useInfiniteQuery({
    ...freeUnitsQuery(property.id, stay, party),
    placeholderData: keepPreviousData,
  });
  if (query.error && !query.data)
    return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <CardSkeletons />;
  const units = query.data.pages.flatMap((page) => page.units);
  if (units.length === 0 && !query.isPlaceholderData) {
    return <NoFreeUnits property={property} stay={stay} party={party} onChange={onChange} />;
  }
  const search = { where: property.id, ...stay, ...party };
  return (
    <Stack style={{ opacity: query.isPlaceholderData ? 0.5 : 1 }} aria-busy={query.isPlaceholderData}>
      <Title order={2} size="h3" aria-live="polite">
        {t.guest.search.free(t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut)))}
      </Title>
      <UnitCards>
        {units.map((unit, i) => (
          <UnitCard
            key={unit.id}
            unit={unit}
            search={search}
            price={<StayPrice unit={unit} />}
            priority={i === 0}
          />
        ))}
      </UnitCards>
      {query.error && <ErrorAlert error={query.error} />}
      <ShowMoreButton query={query} />
    </Stack>
  );
}
