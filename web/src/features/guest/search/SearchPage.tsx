import { Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { propertiesQuery } from "../../../api/properties";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkAnchor } from "../../../components/links";
import { TabTitle } from "../../../components/PageTitle";
import type { StaySearch } from "../../../components/stay/stay-search";
import { t } from "../../../text/texts";
import { AllUnits } from "./AllUnits";
import { FreeUnits } from "./FreeUnits";
import { SearchForm } from "./SearchForm";
import { CardSkeletons } from "./UnitCards";
import { wantedOf } from "./wanted";

/** Find a stay: where, when, how many, all of it in the address; below, what is free. */
export function SearchPage() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const properties = useQuery(propertiesQuery);
  if (properties.error)
    return <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />;
  if (!properties.data) return <Loading />;
  const wanted = wantedOf(search, properties.data);
  if (!wanted) return <Text size="lg">{t.guest.search.noProperties}</Text>;

  const single = properties.data.length === 1;
  const { property, today, stay, party } = wanted;
  const change = (changed: StaySearch) => void navigate({ search: changed, resetScroll: false });
  return (
    <Stack gap="lg">
      <TabTitle>{single ? t.guest.search.titleOf(property.name) : t.guest.search.titleOfMany}</TabTitle>
      <div>
        <Title order={1}>{single ? t.guest.search.titleOf(property.name) : t.guest.search.titleOfMany}</Title>
        <Text c="dimmed">{t.guest.search.intro}</Text>
      </div>
      <SearchForm
        properties={properties.data}
        property={property}
        stay={stay}
        party={party}
        today={today}
        onChange={change}
      />
      {search.checkIn && !stay && <Text role="status">{t.guest.search.over}</Text>}
      {stay ? (
        <FreeUnits property={property} stay={stay} party={party} onChange={change} />
      ) : (
        <AllUnits property={property} party={party} />
      )}
      <Group gap={6} justify="center" py="md">
        <Text size="sm">{t.guest.search.opensBooking}</Text>
        <LinkAnchor to="/booking" size="sm" underline="always">
          {t.guest.search.openBooking}
        </LinkAnchor>
      </Group>
    </Stack>
  );
}

function Loading() {
  return (
    <Stack gap="lg" role="status" aria-busy="true" aria-label={t.loading}>
      <Skeleton h={66} w={380} maw="100%" />
      <Skeleton h={108} />
      <CardSkeletons />
    </Stack>
  );
}
