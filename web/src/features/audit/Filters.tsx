import { Alert, Anchor, Group, Select, SimpleGrid } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Schemas } from "../../api/client";
import { auditTexts } from "../../text/signed-in/audit";
import { ACTIONS } from "./sentence";
import type { TrailFilters } from "./trail";

interface Shown {
  filters: TrailFilters;
  people: Schemas["UserOut"][];
}

/** The filters; they stand in the address, so that a view of the trail can be sent to somebody. */
export function Filters({ filters, people }: Shown) {
  const navigate = useNavigate();
  const text = auditTexts.filters;
  const show = (wanted: TrailFilters) =>
    void navigate({ to: "/audit", search: { ...filters, ...wanted }, replace: true });
  const clearing = { clearable: true, clearButtonProps: { "aria-label": text.all } };
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }}>
        <Select
          label={text.who}
          placeholder={text.all}
          {...clearing}
          searchable
          data={people.map((one) => ({ value: one.id, label: `${one.name} (${one.email})` }))}
          value={filters.actor ?? null}
          onChange={(actor) => show({ actor: actor ?? undefined })}
        />
        <Select
          label={text.what}
          placeholder={text.all}
          {...clearing}
          searchable
          data={ACTIONS.map((value) => ({ value, label: auditTexts.actions[value] }))}
          value={filters.action ?? null}
          onChange={(action) => show({ action: action ?? undefined })}
        />
        <Select
          label={text.kind}
          placeholder={text.all}
          {...clearing}
          data={Object.entries(auditTexts.kinds).map(([value, label]) => ({ value, label }))}
          value={filters.entity ?? null}
          onChange={(entity) => show({ entity: entity ?? undefined, entityId: undefined })}
        />
        <DatePickerInput
          label={text.from}
          placeholder={text.anyDay}
          valueFormat="D MMM YYYY"
          {...clearing}
          {...(filters.to && { maxDate: filters.to })}
          value={filters.from ?? null}
          onChange={(from) => show({ from: from ?? undefined })}
        />
        <DatePickerInput
          label={text.to}
          placeholder={text.anyDay}
          valueFormat="D MMM YYYY"
          {...clearing}
          {...(filters.from && { minDate: filters.from })}
          value={filters.to ?? null}
          onChange={(to) => show({ to: to ?? undefined })}
        />
      </SimpleGrid>
      {filters.entityId && (
        <Alert color="forest">
          <Group justify="space-between">
            {text.one}
            <Anchor component={Link} to="/audit">
              {text.reset}
            </Anchor>
          </Group>
        </Alert>
      )}
    </>
  );
}
