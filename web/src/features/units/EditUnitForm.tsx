import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import type { Unit } from "../../api/units";
import { FormErrorAlert, setFormErrors } from "../../components/form-errors";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { EditConflict } from "./EditConflict";
import { UnitFields, validateUnit } from "./UnitFields";
import { UnsavedChangesGuard } from "./UnsavedChangesGuard";
import { useChangeUnit } from "./units";
import { conflictingFields, type UnitValues, unitPatch, valuesOf, withFormFields } from "./values";

const texts = unitsTexts.form;
const fieldByCode = { slug_taken: "slug" };

/**
 * The form of a unit. Sends only the changed fields. The API rejects fields that another user changed too.
 */
export function EditUnitForm({ unit }: { unit: Unit }) {
  // The unit that the form started from. The cache may contain a newer one.
  const [base, setBase] = useState(unit);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const change = useChangeUnit(unit.id);
  const { currency } = unit.price;
  const form = useForm({ initialValues: valuesOf(unit), validate: validateUnit(currency) });
  const isUnsaved = () => unitPatch(base, form.getValues()) !== null;
  const fields = conflictingFields(change.error);
  const error = fields ? null : withFormFields(change.error);
  const resetTo = (current: Unit, values: UnitValues) => {
    setBase(current);
    form.setValues(values);
  };
  // Without unsaved changes the form follows the changes of other users.
  useEffect(() => {
    if (unit !== base && !change.isPending && !isUnsaved()) resetTo(unit, valuesOf(unit));
  });
  const save = (values: UnitValues, original: Unit) => {
    const patch = unitPatch(original, values);
    setIsUnchanged(!patch);
    if (!patch) return;
    change.mutate(patch, {
      onSuccess: (saved) => {
        resetTo(saved, valuesOf(saved));
        notifications.show({ message: texts.saved });
      },
      onError: (apiError) => setFormErrors({ error: withFormFields(apiError), form, fieldByCode }),
    });
  };
  return (
    <Section title={texts.title}>
      <form onSubmit={form.onSubmit((values) => save(values, base))} noValidate>
        <Stack>
          <FormErrorAlert error={error} form={form} fieldByCode={fieldByCode} />
          {fields && (
            <EditConflict
              error={change.error}
              fields={fields}
              current={unit}
              yours={form.getValues()}
              onTakeTheirs={() => {
                const current = valuesOf(unit);
                resetTo(unit, {
                  ...form.getValues(),
                  ...Object.fromEntries(fields.map((name) => [name, current[name]])),
                });
                change.reset();
              }}
              onKeepYours={() => {
                setBase(unit);
                save(form.getValues(), unit);
              }}
            />
          )}
          <UnitFields form={form} currency={currency} />
          <Group justify="flex-end">
            {isUnchanged && !isUnsaved() && <Text c="dimmed">{texts.unchanged}</Text>}
            <Button type="submit" loading={change.isPending}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
      <UnsavedChangesGuard isUnsaved={isUnsaved} />
    </Section>
  );
}
