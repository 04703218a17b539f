import { Select, SimpleGrid } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { addDays } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import type { BoardUnit } from "./queries";

type StayAndUnit = Stay & { unitId: string };

interface Props {
  labels: { from: string; to: string };
  units: readonly BoardUnit[];
  value: StayAndUnit;
  onChange: (changed: Partial<StayAndUnit>) => void;
}

/** The fields for the dates and the unit of a booking or block. */
export function StayAndUnitFields({ labels, units, value, onChange }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <DateInput
        label={labels.from}
        required
        value={value.checkIn}
        valueFormat="D MMM YYYY"
        maxDate={addDays(value.checkOut, -1)}
        onChange={(checkIn) => checkIn && onChange({ checkIn })}
      />
      <DateInput
        label={labels.to}
        required
        value={value.checkOut}
        valueFormat="D MMM YYYY"
        minDate={addDays(value.checkIn, 1)}
        onChange={(checkOut) => checkOut && onChange({ checkOut })}
      />
      <Select
        label={staffTexts.unit}
        allowDeselect={false}
        searchable
        data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        value={value.unitId}
        onChange={(unitId) => unitId && onChange({ unitId })}
      />
    </SimpleGrid>
  );
}
