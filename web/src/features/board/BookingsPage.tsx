import { Anchor, Button, Card, Group, Select, Stack, Table, Text } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { bookingsQuery, isStatus, type ListedBooking, SORTS, STATUSES } from "../../api/bookings";
import { propertiesQuery } from "../../api/properties";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { SearchField, useSearchInput } from "../../components/SearchField";
import { formatStay } from "../../components/stay/format-stay";
import { formatMoney } from "../../format/money";
import { staffTexts } from "../../text/signed-in/staff";
import { BookingPanel } from "./BookingPanel";
import { StatusBadge } from "./StatusBadge";
import type { ListSearch } from "./search";

const texts = staffTexts.list;

/** All bookings, filtered and sorted by the search params. */
export function BookingsPage() {
  const search = useSearch({ from: "/signed-in/bookings" });
  const navigate = useNavigate({ from: "/bookings" });
  const { data: properties } = useSuspenseQuery(propertiesQuery);
  const { booking, ...filters } = search;
  const query = useInfiniteQuery(bookingsQuery(filters));
  const isPhone = useMediaQuery("(max-width: 48em)");
  const updateSearch = (to: ListSearch) =>
    void navigate({ search: (old) => ({ ...old, ...to }), replace: true });
  const rows = query.data?.pages.flatMap((page) => page.bookings) ?? [];
  const open = (id: string) => updateSearch({ booking: id });
  return (
    <Stack>
      <PageTitle>{texts.title}</PageTitle>
      <Filters search={search} onChange={updateSearch} />
      <PagedList query={query} count={rows.length} emptyMessage={texts.none}>
        {isPhone ? <BookingCards rows={rows} onOpen={open} /> : <BookingTable rows={rows} onOpen={open} />}
      </PagedList>
      <BookingPanel
        id={booking}
        timezone={properties[0]?.timezone ?? "UTC"}
        onClose={() => updateSearch({ booking: undefined })}
      />
    </Stack>
  );
}

function Filters({ search, onChange }: { search: ListSearch; onChange: (to: ListSearch) => void }) {
  const searchInput = useSearchInput(search.q, (q) => onChange({ q }));
  const isFiltered = search.q || search.status || search.from || search.to;
  return (
    <Group align="flex-end" gap="sm">
      <SearchField
        search={searchInput}
        label={texts.search}
        placeholder={texts.searchHint}
        miw={220}
        flex={1}
      />
      <Select
        label={texts.status}
        w={150}
        placeholder={texts.any}
        clearable
        data={STATUSES.map((status) => ({ value: status, label: staffTexts.status[status] }))}
        value={search.status ?? null}
        onChange={(status) => onChange({ status: isStatus(status) ? status : undefined })}
      />
      <DateInput
        label={texts.from}
        w={140}
        clearable
        valueFormat="D MMM YYYY"
        value={search.from ?? null}
        onChange={(from) => onChange({ from: from ?? undefined })}
      />
      <DateInput
        label={texts.to}
        w={140}
        clearable
        valueFormat="D MMM YYYY"
        value={search.to ?? null}
        onChange={(to) => onChange({ to: to ?? undefined })}
      />
      <Select
        label={texts.sort}
        w={190}
        allowDeselect={false}
        data={SORTS.map((sort) => ({ value: sort, label: texts.sorts[sort] }))}
        value={search.sort ?? SORTS[0]}
        onChange={(sort) => onChange({ sort: SORTS.find((known) => known === sort) })}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          onClick={() => {
            searchInput.clear();
            onChange({ q: undefined, status: undefined, from: undefined, to: undefined });
          }}
        >
          {texts.clear}
        </Button>
      )}
    </Group>
  );
}

interface RowsProps {
  rows: ListedBooking[];
  onOpen: (id: string) => void;
}

function BookingTable({ rows, onOpen }: RowsProps) {
  return (
    <Table highlightOnHover verticalSpacing="sm" aria-label={texts.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.code}</Table.Th>
          <Table.Th>{texts.guest}</Table.Th>
          <Table.Th>{texts.dates}</Table.Th>
          <Table.Th>{staffTexts.units}</Table.Th>
          <Table.Th>{texts.status}</Table.Th>
          <Table.Th ta="right">{texts.total}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <Anchor component="button" type="button" onClick={() => onOpen(row.id)}>
                {row.code}
              </Anchor>
            </Table.Td>
            <Table.Td>{row.guest.name}</Table.Td>
            <Table.Td>{formatStay(row)}</Table.Td>
            <Table.Td>{row.units.map(({ name }) => name).join(", ")}</Table.Td>
            <Table.Td>
              <StatusBadge status={row.status} />
            </Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
              {formatMoney(row.total)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function BookingCards({ rows, onOpen }: RowsProps) {
  return (
    <Stack gap="sm">
      {rows.map((row) => (
        <Card key={row.id} withBorder padding="md">
          <Group justify="space-between" wrap="nowrap">
            <Anchor component="button" type="button" fw={650} onClick={() => onOpen(row.id)}>
              {row.code}
            </Anchor>
            <StatusBadge status={row.status} />
          </Group>
          <Text fw={600}>{row.guest.name}</Text>
          <Text size="sm">{formatStay(row)}</Text>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{row.units.map(({ name }) => name).join(", ")}</Text>
            <Text size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
              {formatMoney(row.total)}
            </Text>
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
