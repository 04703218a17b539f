import { Button, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import type { Property } from "../../../api/properties";
import { unitsQuery } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import type { Party } from "../../../format/stay";
import { t } from "../../../text/texts";
import { NightlyPrice } from "./Price";
import { UnitCard } from "./UnitCard";
import { CardSkeletons, Cards } from "./UnitCards";

const AT_ONCE = 3;

/** Before dates are chosen: everything that sleeps the party, with the price of a night. */
export function AllUnits({ property, party }: { property: Property; party: Party }) {
  const units = useInfiniteQuery(unitsQuery(property.id, party));
  const found = useMemo(() => units.data?.pages.flatMap((page) => page.units) ?? [], [units.data]);
  // Those that are seen at once are drawn at once.
  const drawn = useDeferredValue(found, found.slice(0, AT_ONCE));
  if (units.error && !units.data)
    return <ErrorAlert error={units.error} onRetry={() => void units.refetch()} />;
  if (!units.data) return <CardSkeletons />;
  return (
    <Stack>
      <Title order={2} size="h3">
        {t.guest.search.all}
      </Title>
      {found.length === 0 && <Text role="status">{t.guest.search.noUnits}</Text>}
      <Cards>
        {drawn.map((unit, i) => (
          <UnitCard
            key={unit.id}
            unit={unit}
            search={party}
            price={<NightlyPrice unit={unit} />}
            first={i === 0}
          />
        ))}
      </Cards>
      {units.error && <ErrorAlert error={units.error} />}
      {units.hasNextPage && (
        <Button
          variant="light"
          mx="auto"
          loading={units.isFetchingNextPage}
          onClick={() => void units.fetchNextPage()}
        >
          {t.guest.search.more}
        </Button>
      )}
    </Stack>
  );
}
