import { Button, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Failure } from "../../../components/Failure";
import type { Party } from "../../../components/stay/stay";
import { t } from "../../../text/en";
import type { Property } from "../api/properties";
import { unitsQuery } from "../api/units";
import { NightlyPrice } from "./Price";
import { UnitCard } from "./UnitCard";
import { CardSkeletons, Cards } from "./UnitCards";

/** Before dates are chosen: everything that sleeps the party, with the price of a night. */
export function AllUnits({ property, party }: { property: Property; party: Party }) {
  const units = useInfiniteQuery(unitsQuery(property.id, Math.min(100, party.adults + party.children)));
  if (units.error && !units.data) return <Failure error={units.error} onRetry={() => void units.refetch()} />;
  if (!units.data) return <CardSkeletons />;
  const found = units.data.pages.flatMap((page) => page.units);
  return (
    <Stack>
      <Title order={2} size="h3">
        {t.guest.search.all}
      </Title>
      {found.length === 0 && <Text role="status">{t.guest.search.noUnits}</Text>}
      <Cards>
        {found.map((unit, i) => (
          <UnitCard key={unit.id} unit={unit} search={party} price={<NightlyPrice unit={unit} />} eager={i < 3} />
        ))}
      </Cards>
      {units.error && <Failure error={units.error} />}
      {units.hasNextPage && (
        <Button variant="light" mx="auto" loading={units.isFetchingNextPage} onClick={() => void units.fetchNextPage()}>
          {t.guest.search.more}
        </Button>
      )}
    </Stack>
  );
}
