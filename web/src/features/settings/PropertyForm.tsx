import { Fieldset, NumberInput, Select, SimpleGrid, Text, TextInput } from "@mantine/core";
import { TimeInput } from "@mantine/dates";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { Property } from "../../api/properties";
import { withInput } from "../../components/ApiForm";
import { FormSection } from "../../components/FormSection";
import { settingsTexts } from "../../text/signed-in/settings";
import { t } from "../../text/texts";
import { useChangeProperty } from "./change-property";
import { type Settings, settingsOf, settingsPatch } from "./property-settings";
import { timezoneOptions } from "./timezones";

const fieldByCode = { slug_taken: "slug", unknown_zone: "timezone" };

export function PropertyForm({ property }: { property: Property }) {
  const change = useChangeProperty(property.id);
  const text = settingsTexts;
  const form = useForm({ mode: "uncontrolled", initialValues: settingsOf(property) });
  return (
    <FormSection
      title={property.name}
      form={form}
      mutation={withInput(change, (settings: Settings) => settingsPatch(property, settings))}
      fieldByCode={fieldByCode}
      submitLabel={t.save}
      savedMessage={text.saved}
    >
      <TextInput label={text.name} required key={form.key("name")} {...form.getInputProps("name")} />
      <TextInput
        label={text.slug}
        description={text.slugHint}
        required
        key={form.key("slug")}
        {...form.getInputProps("slug")}
      />
      <Select
        label={text.timezone}
        description={text.timezoneHint}
        searchable
        required
        allowDeselect={false}
        limit={60}
        nothingFoundMessage={text.noZone}
        data={timezoneOptions(property.timezone)}
        key={form.key("timezone")}
        {...form.getInputProps("timezone")}
      />
      <TextInput
        label={text.currency}
        description={text.currencyHint}
        value={property.currency}
        readOnly
        variant="filled"
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TimeInput
          label={text.checkInTime}
          required
          key={form.key("checkInTime")}
          {...form.getInputProps("checkInTime")}
        />
        <TimeInput
          label={text.checkOutTime}
          required
          key={form.key("checkOutTime")}
          {...form.getInputProps("checkOutTime")}
        />
        <NumberInput
          label={text.holdMinutes}
          description={text.holdHint}
          required
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          key={form.key("holdMinutes")}
          {...form.getInputProps("holdMinutes")}
        />
        <NumberInput
          label={text.agentHoldMinutes}
          description={text.holdHint}
          required
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          key={form.key("agentHoldMinutes")}
          {...form.getInputProps("agentHoldMinutes")}
        />
      </SimpleGrid>
      <TimeInput
        label={text.arrivalCutoff}
        description={text.arrivalCutoffHint}
        key={form.key("arrivalCutoff")}
        {...form.getInputProps("arrivalCutoff")}
      />
      <VisitorLimits form={form} />
    </FormSection>
  );
}

/** What visitors may book and hold. */
function VisitorLimits({ form }: { form: UseFormReturnType<Settings> }) {
  const text = settingsTexts;
  const limits = [
    ["visitorLongestStay", 365],
    ["visitorFurthestDays", 1095],
    ["visitorMostUnits", 50],
    ["visitorSharePercent", 100],
  ] as const;
  return (
    <Fieldset legend={text.visitors}>
      <Text size="sm" c="dimmed" mb="sm">
        {text.visitorsHint}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {limits.map(([name, most]) => (
          <NumberInput
            key={form.key(name)}
            label={text[name]}
            required
            min={1}
            max={most}
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps(name)}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="xs">
        {text.shareHint}
      </Text>
    </Fieldset>
  );
}
