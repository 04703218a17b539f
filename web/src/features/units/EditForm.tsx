import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import type { Unit } from "../../api/units";
import { FormErrorAlert, setFormErrors } from "../../components/form-errors";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { Conflict } from "./Conflict";
import { check, Fields } from "./Fields";
import { Leaving } from "./Leaving";
import { useChangeUnit } from "./units";
import { atFields, changesOf, conflictOf, type UnitValues, valuesOf } from "./values";

const words = unitsTexts.form;
const fieldByCode = { slug_taken: "slug" };

/** What a unit is. Only what was changed is sent, and refused when somebody else changed the same. */
export function EditForm({ unit }: { unit: Unit }) {
  // What the values in the form were made of; a newer unit may be in the cache by now.
  const [seen, setSeen] = useState(unit);
  const [isUnchanged, setUnchanged] = useState(false);
  const change = useChangeUnit(unit.id);
  const { currency } = unit.price;
  const form = useForm({ initialValues: valuesOf(unit), validate: check(currency) });
  const isUnsaved = () => changesOf(seen, form.getValues()) !== null;
  const fields = conflictOf(change.error);
  const error = fields ? null : atFields(change.error);
  const startFrom = (current: Unit, values: UnitValues) => {
    setSeen(current);
    form.setValues(values);
  };
  // What others changed is shown at once to whoever changed nothing yet.
  useEffect(() => {
    if (unit !== seen && !change.isPending && !isUnsaved()) startFrom(unit, valuesOf(unit));
  });
  const save = (values: UnitValues, base: Unit) => {
    const patch = changesOf(base, values);
    setUnchanged(!patch);
    if (!patch) return;
    change.mutate(patch, {
      onSuccess: (saved) => {
        startFrom(saved, valuesOf(saved));
        notifications.show({ message: words.saved });
      },
      onError: (refusal) => setFormErrors({ error: atFields(refusal), form, fieldByCode }),
    });
  };
  return (
    <Section title={words.title}>
      <form onSubmit={form.onSubmit((values) => save(values, seen))} noValidate>
        <Stack>
          <FormErrorAlert error={error} form={form} fieldByCode={fieldByCode} />
          {fields && (
            <Conflict
              error={change.error}
              fields={fields}
              there={unit}
              yours={form.getValues()}
              onTake={() => {
                const there = valuesOf(unit);
                startFrom(unit, {
                  ...form.getValues(),
                  ...Object.fromEntries(fields.map((name) => [name, there[name]])),
                });
                change.reset();
              }}
              onKeep={() => {
                setSeen(unit);
                save(form.getValues(), unit);
              }}
            />
          )}
          <Fields form={form} currency={currency} />
          <Group justify="flex-end">
            {isUnchanged && !isUnsaved() && <Text c="dimmed">{words.unchanged}</Text>}
            <Button type="submit" loading={change.isPending}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
      <Leaving isUnsaved={isUnsaved} />
    </Section>
  );
}
