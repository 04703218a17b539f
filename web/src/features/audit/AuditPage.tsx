import { Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { peopleQuery } from "../../api/people";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { Section } from "../../components/Section";
import { auditTexts } from "../../text/signed-in/audit";
import { EventRow } from "./EventRow";
import { Filters } from "./Filters";
import { trailQuery } from "./trail";

export function AuditPage() {
  const filters = useSearch({ from: "/signed-in/audit" });
  const properties = useQuery(propertiesQuery);
  const people = useQuery(peopleQuery);
  // Times are in the time zone of the first property by name. The page shows which one that is.
  const timezone = properties.data && (properties.data[0]?.timezone ?? "UTC");
  const currency = properties.data?.[0]?.currency ?? "USD";
  const query = useInfiniteQuery(trailQuery(filters, timezone));
  const names = new Map(
    [...(people.data ?? []), ...(properties.data ?? [])].map(({ id, name }) => [id, name]),
  );
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Stack gap="lg">
      <PageTitle>{auditTexts.title}</PageTitle>
      <Text c="dimmed">
        {auditTexts.why} {timezone && auditTexts.times(timezone)}
      </Text>
      <Section title={auditTexts.filters.title}>
        <Filters filters={filters} people={people.data ?? []} />
      </Section>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      <PagedList query={query} count={events.length} emptyMessage={auditTexts.empty}>
        {timezone &&
          events.map((event) => (
            <EventRow key={event.id} event={event} context={{ names, currency, timezone }} />
          ))}
      </PagedList>
    </Stack>
  );
}
