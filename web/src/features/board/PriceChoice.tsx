import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { decidedPrice, type PriceDecision, type PriceRule } from "../../components/change/price-decision";
import { staffTexts } from "../../text/signed-in/staff";

interface Props {
  currency: string;
  value: PriceDecision;
  onChange: (decision: PriceDecision) => void;
}

const texts = staffTexts.price;

/** The fields by which staff decide what a change costs. */
export function PriceChoice({ currency, value, onChange }: Props) {
  const rules: readonly PriceRule[] = ["AGREED", "KEEP", "NEW", "TOTAL"];
  const isMissing = decidedPrice(value, currency) === null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={texts.label}
        allowDeselect={false}
        data={rules.map((rule) => ({ value: rule, label: texts.rules[rule] }))}
        value={value.rule}
        onChange={(rule) => rule && onChange({ ...value, rule: rule as PriceRule })}
      />
      {value.rule === "TOTAL" && (
        <TextInput
          label={texts.total(currency)}
          required
          inputMode="decimal"
          value={value.total}
          error={isMissing && value.total !== "" && texts.noAmount}
          onChange={(event) => onChange({ ...value, total: event.currentTarget.value })}
        />
      )}
    </SimpleGrid>
  );
}
