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
import { resolveSearch } from "./resolve-search";
import { SearchForm } from "./SearchForm";
import { CardSkeletons } from "./UnitCards";

/** The search for a stay. Its state is in the search params. */
export function SearchPage() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const properties = useQuery(propertiesQuery);
  if (properties.error)
    return <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />;
  if (!properties.data) return <Loading />;
  const context = resolveSearch(search, properties.data);
  if (!context) return <Text size="lg">{t.guest.search.noProperties}</Text>;

  const isSingle = properties.data.length === 1;
  const { property, today, stay, party } = context;
  const change = (changed: StaySearch) => void navigate({ search: changed, resetScroll: false });
  return (
    <Stack gap="lg">
      <TabTitle>{isSingle ? t.guest.search.titleOf(property.name) : t.guest.search.titleOfMany}</TabTitle>
      <div>
        <Title order={1}>
          {isSingle ? t.guest.search.titleOf(property.name) : t.guest.search.titleOfMany}
        </Title>
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
