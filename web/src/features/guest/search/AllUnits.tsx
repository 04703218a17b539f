import { Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import type { Property } from "../../../api/properties";
import { unitsQuery } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { ShowMoreButton } from "../../../components/ShowMoreButton";
import type { Party } from "../../../format/stay";
import { t } from "../../../text/texts";
import { NightlyPrice } from "./Price";
import { UnitCard } from "./UnitCard";
import { CardSkeletons, UnitCards } from "./UnitCards";

const INITIAL_COUNT = 3;

/** All units that sleep the party, with the price for a night. Shown before dates are selected. */
export function AllUnits({ property, party }: { property: Property; party: Party }) {
  const query = useInfiniteQuery(unitsQuery(property.id, party));
  const units = useMemo(() => query.data?.pages.flatMap((page) => page.units) ?? [], [query.data]);
  // The visible cards are rendered first, the others in a deferred render.
  const rendered = useDeferredValue(units, units.slice(0, INITIAL_COUNT));
  if (query.error && !query.data)
    return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <CardSkeletons />;
  return (
    <Stack>
      <Title order={2} size="h3">
        {t.guest.search.all}
      </Title>
      {units.length === 0 && <Text role="status">{t.guest.search.noUnits}</Text>}
      <UnitCards>
        {rendered.map((unit, i) => (
          <UnitCard
            key={unit.id}
            unit={unit}
            search={party}
            price={<NightlyPrice unit={unit} />}
            priority={i === 0}
          />
        ))}
      </UnitCards>
      {query.error && <ErrorAlert error={query.error} />}
      <ShowMoreButton query={query} />
    </Stack>
  );
}
