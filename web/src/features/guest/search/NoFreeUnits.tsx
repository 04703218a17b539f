import { Paper, Stack, Text, Title } from "@mantine/core";
import type { Property } from "../../../api/properties";
import { NearbyStays } from "../../../components/stay/NearbyStays";
import type { StaySearch } from "../../../components/stay/stay-search";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";

interface Props {
  property: Property;
  stay: Stay;
  party: Party;
  onChange: (search: StaySearch) => void;
}

/** Says that no unit is free for the stay, and offers nearby dates. */
export function NoFreeUnits({ property, stay, party, onChange }: Props) {
  return (
    <Paper withBorder p="lg">
      <Stack>
        <div>
          <Title order={2} size="h3" aria-live="polite">
            {t.guest.search.none}
          </Title>
          <Text>{t.guest.search.noneHint(t.guest.guests(party.adults + party.children))}</Text>
        </div>
        <NearbyStays
          property={property}
          stay={stay}
          party={party}
          onChoose={(chosen) => onChange({ where: property.id, ...chosen, ...party })}
        />
      </Stack>
    </Paper>
  );
}
