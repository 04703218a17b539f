import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Property } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { partyOf } from "../../components/stay/stay-search";
import { addDays, type IsoDate } from "../../format/dates";
import { sellTexts } from "../../text/signed-in/sell";
import { t } from "../../text/texts";
import { DAY_COUNTS, type SellSearch } from "./search";
import type { Selection } from "./selection";
import { Legend, VacancyGrid } from "./VacancyGrid";
import { vacanciesQuery } from "./vacancies";

interface Props {
  property: Property;
  search: SellSearch;
  today: IsoDate;
  selection: Selection | null;
  onChange: (next: SellSearch) => void;
  onSelect: (selection: Selection | null) => void;
}

/** The vacancies of all units, in which free nights are selected. */
export function VacancyCalendar({ property, search, today, selection, onChange, onSelect }: Props) {
  const isTouch = useMediaQuery("(pointer: coarse)", false);
  const from = search.from && search.from > today ? search.from : today;
  const days = search.days ?? DAY_COUNTS[0];
  const units = useQuery(vacanciesQuery(property.id, from, days));
  const { adults, children } = partyOf(search);
  const goTo = (date: IsoDate) => onChange({ from: date > today ? date : undefined });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Group gap="xs" align="flex-end">
          <ActionIcon
            variant="default"
            size={36}
            aria-label={sellTexts.earlier}
            disabled={from <= today}
            onClick={() => goTo(addDays(from, -days))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
          <Button variant="default" disabled={from <= today} onClick={() => goTo(today)}>
            {sellTexts.today}
          </Button>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={sellTexts.later}
            onClick={() => goTo(addDays(from, days))}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
          <DateInput
            aria-label={sellTexts.goTo}
            w={140}
            minDate={today}
            valueFormat="D MMM YYYY"
            value={from}
            onChange={(date) => date && goTo(date)}
          />
        </Group>
        <SegmentedControl
          aria-label={sellTexts.days.label}
          value={String(days)}
          data={DAY_COUNTS.map((count) => ({ value: String(count), label: sellTexts.days.of(count) }))}
          onChange={(value) => onChange({ days: DAY_COUNTS.find((count) => String(count) === value) })}
        />
      </Group>
      {units.isPending && <Skeleton h={360} radius="md" role="status" aria-label={t.loading} />}
      {units.error && !units.data && <ErrorAlert error={units.error} onRetry={() => void units.refetch()} />}
      {units.data?.length === 0 && <Text>{sellTexts.noUnits}</Text>}
      {units.data && units.data.length > 0 && (
        <>
          <VacancyGrid
            units={units.data}
            from={from}
            days={days}
            today={today}
            people={adults + children}
            selection={selection}
            onSelect={onSelect}
            isPlaceholder={units.isPlaceholderData}
          />
          <Legend isTouch={isTouch} />
        </>
      )}
    </Stack>
  );
}
