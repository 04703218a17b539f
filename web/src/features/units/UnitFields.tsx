import { NumberInput, SimpleGrid, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { minorDigits, parseMoney } from "../../format/money";
import { unitsTexts } from "../../text/signed-in/units";
import { slugOf, type UnitValues } from "./values";

const texts = unitsTexts.form;

/** The validation before the form is sent. */
export function validateUnit(currency: string) {
  return {
    name: (name: string) => (name.trim() ? null : texts.nameNeeded),
    price: (input: string) =>
      parseMoney(input, currency) ? null : texts.priceOdd(currency, minorDigits(currency)),
  };
}

interface Props {
  form: UseFormReturnType<UnitValues>;
  currency: string;
  /** Whether the slug follows the name, until the user edits it. */
  isNew?: boolean;
}

/** The fields of a new or existing unit. */
export function UnitFields({ form, currency, isNew = false }: Props) {
  const name = form.getInputProps("name");
  return (
    <>
      <TextInput
        label={texts.name}
        required
        maxLength={120}
        {...name}
        onChange={(event) => {
          const { name: before, slug } = form.getValues();
          const next = event.currentTarget.value;
          form.setFieldValue("name", next);
          if (isNew && slug === slugOf(before)) form.setFieldValue("slug", slugOf(next));
        }}
      />
      <TextInput
        label={texts.slug}
        description={texts.slugHint}
        required
        maxLength={60}
        {...form.getInputProps("slug")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={texts.sleeps}
          description={texts.sleepsHint}
          required
          allowDecimal={false}
          allowNegative={false}
          {...form.getInputProps("sleeps")}
        />
        <TextInput
          label={texts.price}
          description={texts.priceHint}
          required
          inputMode="decimal"
          autoComplete="off"
          leftSection={currency}
          leftSectionWidth={52}
          leftSectionProps={{ style: { fontSize: "var(--mantine-font-size-sm)" } }}
          {...form.getInputProps("price")}
        />
      </SimpleGrid>
      <Textarea
        label={texts.description}
        description={texts.descriptionHint}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={4000}
        {...form.getInputProps("description")}
      />
      <TagsInput
        label={texts.amenities}
        description={texts.amenitiesHint}
        maxTags={40}
        acceptValueOnBlur
        {...form.getInputProps("amenities")}
      />
    </>
  );
}
