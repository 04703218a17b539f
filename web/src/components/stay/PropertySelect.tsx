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
      data={properties.map((one) => ({ value: one.id, label: one.name }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
