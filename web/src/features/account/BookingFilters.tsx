import { Button, Select, SimpleGrid } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type BookingFilters as Filters, isStatus, SORTS, STATUSES } from "../../api/bookings";
import { SearchField, useSearchInput } from "../../components/SearchField";
import { accountTexts } from "../../text/signed-in/account";

interface Props {
  filters: Filters;
  /** Whether the list has a search field. Only agents have bookings of several guests. */
  hasSearch: boolean;
  isFiltered: boolean;
  onChange: (next: Filters) => void;
}

export function BookingFilters({ filters, hasSearch, isFiltered, onChange }: Props) {
  const text = accountTexts.bookings;
  const isWide = useMediaQuery("(min-width: 75em)", true);
  const search = useSearchInput(filters.q, (q) => onChange({ q }));
  const clear = () => {
    search.clear();
    onChange({ q: undefined, status: undefined, from: undefined, to: undefined });
  };
  return (
    <SimpleGrid
      component="search"
      cols={{ base: 2, sm: hasSearch ? 3 : 4, lg: hasSearch ? 5 : 4 }}
      spacing="sm"
      maw={hasSearch ? undefined : 820}
    >
      {hasSearch && (
        <SearchField
          search={search}
          label={text.search}
          placeholder={text.searchHint}
          leftSection={<IconSearch size={16} aria-hidden />}
          style={{ gridColumn: isWide ? undefined : "1 / -1" }}
        />
      )}
      <Select
        label={text.status}
        placeholder={text.any}
        clearable
        clearButtonProps={{ "aria-label": text.any }}
        data={STATUSES.map((value) => ({ value, label: text.statuses[value] }))}
        value={filters.status ?? null}
        onChange={(value) => onChange({ status: isStatus(value) ? value : undefined })}
      />
      {(["from", "to"] as const).map((end) => (
        <DateInput
          key={end}
          label={text[end]}
          clearable
          clearButtonProps={{ "aria-label": `${accountTexts.bookings.clear}: ${text[end]}` }}
          valueFormat="D MMM YYYY"
          value={filters[end] ?? null}
          onChange={(date) => onChange({ [end]: date ?? undefined })}
        />
      ))}
      <Select
        label={text.sort}
        allowDeselect={false}
        data={SORTS.map((value) => ({ value, label: text.sorts[value] }))}
        value={filters.sort ?? SORTS[0]}
        onChange={(value) => onChange({ sort: SORTS.find((sort) => sort === value) })}
      />
      {isFiltered && (
        <Button variant="subtle" onClick={clear} style={{ justifySelf: "start" }}>
          {text.clear}
        </Button>
      )}
    </SimpleGrid>
  );
}
