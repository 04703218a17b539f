import { NumberInput, SimpleGrid, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { minorDigits, parseMoney } from "../../format/money";
import { unitsTexts } from "../../text/signed-in/units";
import { slugOf, type UnitValues } from "./values";

const words = unitsTexts.form;

/** What the form itself can say before anything is sent. */
export function check(currency: string) {
  return {
    name: (name: string) => (name.trim() ? null : words.nameNeeded),
    price: (typed: string) =>
      parseMoney(typed, currency) ? null : words.priceOdd(currency, minorDigits(currency)),
  };
}

interface Props {
  form: UseFormReturnType<UnitValues>;
  currency: string;
  /** Whether the short name follows the name, as long as nobody wrote another one. */
  isNew?: boolean;
}

/** The fields of a unit, new or not. */
export function Fields({ form, currency, isNew = false }: Props) {
  const name = form.getInputProps("name");
  return (
    <>
      <TextInput
        label={words.name}
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
        label={words.slug}
        description={words.slugHint}
        required
        maxLength={60}
        {...form.getInputProps("slug")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={words.sleeps}
          description={words.sleepsHint}
          required
          allowDecimal={false}
          allowNegative={false}
          {...form.getInputProps("sleeps")}
        />
        <TextInput
          label={words.price}
          description={words.priceHint}
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
        label={words.description}
        description={words.descriptionHint}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={4000}
        {...form.getInputProps("description")}
      />
      <TagsInput
        label={words.amenities}
        description={words.amenitiesHint}
        maxTags={40}
        acceptValueOnBlur
        {...form.getInputProps("amenities")}
      />
    </>
  );
}
