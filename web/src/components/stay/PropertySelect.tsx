import { NativeSelect } from "@mantine/core";
import type { Property } from "../../api/properties";
import { t } from "../../text/texts";

interface Props {
  properties: Property[];
  property: Property;
  onChange: (id: string) => void;
}

/** Selects a property. Hidden if there is only one. */
export function PropertySelect({ properties, property, onChange }: Props) {
  if (properties.length < 2) return null;
  return (
    <NativeSelect
      label={t.guest.search.where}
      size="md"
      value={property.id}
      data={properties.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
