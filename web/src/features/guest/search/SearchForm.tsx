import { Group, Input, Paper, SimpleGrid } from "@mantine/core";
import { useEffect } from "react";
import type { Property } from "../../../api/properties";
import { preloadCalendar } from "../../../components/stay/LazyStayCalendar";
import { PartyFields } from "../../../components/stay/PartyFields";
import { PropertySelect } from "../../../components/stay/PropertySelect";
import { StayField } from "../../../components/stay/StayField";
import type { StaySearch } from "../../../components/stay/stay-search";
import type { IsoDate } from "../../../format/dates";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import { useStayLimits } from "../../session/stay-limits";

interface Props {
  properties: Property[];
  property: Property;
  stay: Stay | null;
  party: Party;
  today: IsoDate;
  onChange: (search: StaySearch) => void;
}

/** The search form. Each change updates the URL immediately, so the form needs no submit button. */
export function SearchForm({ properties, property, stay, party, today, onChange }: Props) {
  const hasSeveral = properties.length > 1;
  const limits = useStayLimits(property);
  const current = { ...(hasSeveral ? { where: property.id } : {}), ...stay, ...party };
  useEffect(() => {
    // Loads the calendar after the page, so that it opens without delay.
    const timer = setTimeout(preloadCalendar, 2_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Paper component="search" withBorder p="md" shadow="xs">
      <SimpleGrid cols={{ base: 1, sm: 2, md: hasSeveral ? 3 : 2 }} spacing="md">
        <PropertySelect
          properties={properties}
          property={property}
          onChange={(where) => onChange({ ...current, where })}
        />
        <StayField
          label={t.guest.search.when}
          stay={stay}
          today={today}
          limits={limits}
          onChange={(chosen) => {
            const { where } = current;
            onChange({ ...(where ? { where } : {}), ...party, ...chosen });
          }}
        />
        <Input.Wrapper label={t.guest.search.who} labelElement="div">
          <Group mih={42}>
            <PartyFields party={party} onChange={(chosen) => onChange({ ...current, ...chosen })} />
          </Group>
        </Input.Wrapper>
      </SimpleGrid>
    </Paper>
  );
}
