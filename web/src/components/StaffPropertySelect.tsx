import { Select } from "@mantine/core";
import type { Schemas } from "../api/client";
import { staffTexts } from "../text/signed-in/staff";

interface Props {
  properties: readonly Pick<Schemas["PropertyOut"], "id" | "name">[];
  value: string;
  onChange: (id: string) => void;
}

/** Selects a property on the pages for staff. Hidden if there is only one. */
export function StaffPropertySelect({ properties, value, onChange }: Props) {
  if (properties.length < 2) return null;
  return (
    <Select
      label={staffTexts.property}
      allowDeselect={false}
      data={properties.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={(id) => id && onChange(id)}
    />
  );
}
