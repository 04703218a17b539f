import { Box, Grid, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type Property, propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PageTitle } from "../../components/PageTitle";
import { PropertySelect } from "../../components/stay/PropertySelect";
import { partyOf, stayOf } from "../../components/stay/stay-search";
import { todayIn } from "../../format/dates";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import { BookingSection } from "./BookingSection";
import { ContinueBar } from "./ContinueBar";
import { FreeUnitList } from "./FreeUnitList";
import { SoldBooking } from "./SoldBooking";
import type { SellSearch } from "./search";
import type { Selection } from "./selection";
import classes from "./sell.module.css";
import { VacancyCalendar } from "./VacancyCalendar";

/** The start page of agents: the vacancies, and a form that books for a client. */
export function SellPage() {
  const search = useSearch({ from: "/signed-in/sell" });
  const properties = useQuery(propertiesQuery);
  const property = properties.data?.find(({ id }) => id === search.where) ?? properties.data?.[0];
  return (
    <Stack gap="md">
      <PageTitle>{sellTexts.title}</PageTitle>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      {properties.isPending && <Skeleton h={420} role="status" aria-label={t.loading} />}
      {properties.data && !property && <Text size="lg">{t.guest.search.noProperties}</Text>}
      {properties.data && property && (
        <SellView key={property.id} property={property} properties={properties.data} search={search} />
      )}
    </Stack>
  );
}

interface Props {
  property: Property;
  properties: Property[];
  search: SellSearch;
}

function SellView({ property, properties, search }: Props) {
  const navigate = useNavigate({ from: "/sell" });
  const today = todayIn(property.timezone);
  const stay = stayOf(search, today);
  const party = partyOf(search);
  const selection: Selection | null = search.unit && stay ? { unit: search.unit, stay } : null;
  const updateSearch = (next: SellSearch) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  const select = (next: Selection | null) =>
    updateSearch({
      unit: next?.unit,
      checkIn: next?.stay.checkIn,
      checkOut: next?.stay.checkOut,
      sold: undefined,
    });
  return (
    <>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: "auto" }} miw={0}>
          <Stack gap="sm">
            <PropertySelect
              properties={properties}
              property={property}
              onChange={(where) => void navigate({ search: { where }, replace: true })}
            />
            <SegmentedControl
              aria-label={sellTexts.by}
              w="fit-content"
              value={search.by ?? "calendar"}
              data={(["calendar", "dates"] as const).map((value) => ({ value, label: sellTexts.bys[value] }))}
              onChange={(by) => updateSearch({ by: by === "dates" ? "dates" : undefined })}
            />
            {search.by === "dates" ? (
              <FreeUnitList
                property={property}
                stay={stay}
                party={party}
                today={today}
                selection={selection}
                onChange={updateSearch}
              />
            ) : (
              <VacancyCalendar
                property={property}
                search={search}
                today={today}
                selection={selection}
                onChange={updateSearch}
                onSelect={select}
              />
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: "content" }}>
          <Box w={{ base: "100%", lg: 390 }} className={classes.panel}>
            {search.sold ? (
              <SoldBooking
                id={search.sold}
                property={property}
                earlier={search.earlier === true}
                onBookAnother={() => updateSearch({ sold: undefined, earlier: undefined })}
              />
            ) : (
              <BookingSection
                property={property}
                selection={selection}
                party={party}
                today={today}
                onChange={updateSearch}
              />
            )}
          </Box>
        </Grid.Col>
      </Grid>
      {selection && !search.sold && <ContinueBar selection={selection} />}
    </>
  );
}
