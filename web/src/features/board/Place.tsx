import { Select, SimpleGrid } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { addDays } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import type { BoardUnit } from "./queries";

type Wanted = Stay & { unitId: string };

interface Props {
  labels: { from: string; to: string };
  units: readonly BoardUnit[];
  wanted: Wanted;
  onChange: (place: Partial<Wanted>) => void;
}

/** Where on the board something shall be: its first and its last day, and its unit. */
export function Place({ labels, units, wanted, onChange }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <DateInput
        label={labels.from}
        required
        value={wanted.checkIn}
        valueFormat="D MMM YYYY"
        maxDate={addDays(wanted.checkOut, -1)}
        onChange={(checkIn) => checkIn && onChange({ checkIn })}
      />
      <DateInput
        label={labels.to}
        required
        value={wanted.checkOut}
        valueFormat="D MMM YYYY"
        minDate={addDays(wanted.checkIn, 1)}
        onChange={(checkOut) => checkOut && onChange({ checkOut })}
      />
      <Select
        label={staffTexts.unit}
        allowDeselect={false}
        searchable
        data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        value={wanted.unitId}
        onChange={(unitId) => unitId && onChange({ unitId })}
      />
    </SimpleGrid>
  );
}
