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
import { Calendar } from "./Calendar";
import type { Choice } from "./choice";
import { FreeList } from "./FreeList";
import { GoOnBar } from "./GoOnBar";
import { Sale } from "./Sale";
import { Sold } from "./Sold";
import type { SellSearch } from "./search";
import classes from "./sell.module.css";

/** The home of those who sell: what is free at a glance, and a booking for a client beside it. */
export function SellPage() {
  const search = useSearch({ from: "/signed-in/sell" });
  const properties = useQuery(propertiesQuery);
  const property = properties.data?.find((one) => one.id === search.where) ?? properties.data?.[0];
  return (
    <Stack gap="md">
      <PageTitle>{sellTexts.title}</PageTitle>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      {properties.isPending && <Skeleton h={420} role="status" aria-label={t.loading} />}
      {properties.data && !property && <Text size="lg">{t.guest.search.noProperties}</Text>}
      {properties.data && property && (
        <Selling key={property.id} property={property} properties={properties.data} search={search} />
      )}
    </Stack>
  );
}

interface Props {
  property: Property;
  properties: Property[];
  search: SellSearch;
}

function Selling({ property, properties, search }: Props) {
  const navigate = useNavigate({ from: "/sell" });
  const today = todayIn(property.timezone);
  const stay = stayOf(search, today);
  const party = partyOf(search);
  const choice: Choice | null = search.unit && stay ? { unit: search.unit, stay } : null;
  const change = (next: SellSearch) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  const choose = (next: Choice | null) =>
    change({ unit: next?.unit, checkIn: next?.stay.checkIn, checkOut: next?.stay.checkOut, sold: undefined });
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
              onChange={(by) => change({ by: by === "dates" ? "dates" : undefined })}
            />
            {search.by === "dates" ? (
              <FreeList
                property={property}
                stay={stay}
                party={party}
                today={today}
                chosen={choice}
                onChange={change}
              />
            ) : (
              <Calendar
                property={property}
                search={search}
                today={today}
                choice={choice}
                onChange={change}
                onChoose={choose}
              />
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: "content" }}>
          <Box w={{ base: "100%", lg: 390 }} className={classes.panel}>
            {search.sold ? (
              <Sold
                id={search.sold}
                property={property}
                earlier={search.earlier === true}
                onAnother={() => change({ sold: undefined, earlier: undefined })}
              />
            ) : (
              <Sale property={property} choice={choice} party={party} today={today} onChange={change} />
            )}
          </Box>
        </Grid.Col>
      </Grid>
      {choice && !search.sold && <GoOnBar choice={choice} />}
    </>
  );
}
