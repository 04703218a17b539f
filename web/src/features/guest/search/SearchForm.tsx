import { Group, Input, NativeSelect, Paper, SimpleGrid } from "@mantine/core";
import { useEffect } from "react";
import type { Property } from "../../../api/properties";
import { preloadCalendar } from "../../../components/stay/LazyStayCalendar";
import { PartyFields } from "../../../components/stay/PartyFields";
import { StayField } from "../../../components/stay/StayField";
import type { StaySearch } from "../../../components/stay/stay-search";
import type { IsoDate } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";

interface Props {
  properties: Property[];
  property: Property;
  stay: Stay | null;
  party: Party;
  today: IsoDate;
  onChange: (search: StaySearch) => void;
}

/** Every change goes to the address at once: there is nothing to submit, and the back button undoes it. */
export function SearchForm({ properties, property, stay, party, today, onChange }: Props) {
  const many = properties.length > 1;
  const now = { ...(many ? { where: property.id } : {}), ...stay, ...party };
  useEffect(() => {
    // When the page has settled, so that the first tap on the dates opens them at once.
    const later = setTimeout(preloadCalendar, 2_000);
    return () => clearTimeout(later);
  }, []);
  return (
    <Paper component="search" withBorder p="md" shadow="xs">
      <SimpleGrid cols={{ base: 1, sm: 2, md: many ? 3 : 2 }} spacing="md">
        {many && (
          <NativeSelect
            label={t.guest.search.where}
            size="md"
            value={property.id}
            data={properties.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(event) => onChange({ ...now, where: event.currentTarget.value })}
          />
        )}
        <StayField
          label={t.guest.search.when}
          stay={stay}
          today={today}
          onChange={(chosen) => {
            const { where } = now;
            onChange({ ...(where ? { where } : {}), ...party, ...chosen });
          }}
        />
        <Input.Wrapper label={t.guest.search.who} labelElement="div">
          <Group mih={42}>
            <PartyFields party={party} onChange={(chosen) => onChange({ ...now, ...chosen })} />
          </Group>
        </Input.Wrapper>
      </SimpleGrid>
    </Paper>
  );
}
