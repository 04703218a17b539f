import { Button, Group, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { type Property, propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { FormErrorAlert, setFormErrors } from "../../components/form-errors";
import { PageTitle } from "../../components/PageTitle";
import { Section } from "../../components/Section";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { BackToUnits } from "./BackToUnits";
import { UnitFields, validateUnit } from "./UnitFields";
import { UnsavedChangesGuard } from "./UnsavedChangesGuard";
import { useAddUnit } from "./units";
import { EMPTY_VALUES, toUnitInput, withFormFields } from "./values";

const texts = unitsTexts;
const fieldByCode = { slug_taken: "slug" };

/** The page that adds a unit. Photos can be added after it has been saved. */
export function NewUnitPage() {
  const search = useSearch({ from: "/signed-in/units/new" });
  const properties = useQuery(propertiesQuery);
  const property = properties.data?.find(({ id }) => id === search.property) ?? properties.data?.[0];
  return (
    <Stack gap="lg" maw={760}>
      <BackToUnits property={property?.id} />
      <PageTitle>{texts.new}</PageTitle>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      {properties.isPending && <Skeleton height={520} radius="md" role="status" aria-label={t.loading} />}
      {properties.isSuccess && !property && <Text c="dimmed">{texts.noProperty}</Text>}
      {property && <NewUnit key={property.id} property={property} />}
    </Stack>
  );
}

function NewUnit({ property }: { property: Property }) {
  const add = useAddUnit();
  const navigate = useNavigate();
  const [onSale, setOnSale] = useState(true);
  const isAdded = useRef(false);
  const form = useForm({ initialValues: EMPTY_VALUES, validate: validateUnit(property.currency) });
  const error = withFormFields(add.error);
  const send = (values: typeof EMPTY_VALUES) =>
    add.mutate(
      {
        propertyId: property.id,
        status: onSale ? "ACTIVE" : "INACTIVE",
        ...toUnitInput(values, property.currency),
      },
      {
        onSuccess: (unit) => {
          isAdded.current = true;
          notifications.show({ message: texts.form.added(unit.name) });
          void navigate({ to: "/units/$unitId/edit", params: { unitId: unit.id }, replace: true });
        },
        onError: (apiError) => setFormErrors({ error: withFormFields(apiError), form, fieldByCode }),
      },
    );
  return (
    <Section title={property.name}>
      <form onSubmit={form.onSubmit(send)} noValidate>
        <Stack>
          <FormErrorAlert error={error} form={form} fieldByCode={fieldByCode} />
          <UnitFields form={form} currency={property.currency} isNew />
          <Switch
            label={texts.form.onSale}
            description={texts.form.onSaleHint}
            checked={onSale}
            onChange={(event) => setOnSale(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={add.isPending}>
              {texts.form.add}
            </Button>
          </Group>
        </Stack>
      </form>
      <UnsavedChangesGuard isUnsaved={() => form.isDirty() && !isAdded.current} />
    </Section>
  );
}
