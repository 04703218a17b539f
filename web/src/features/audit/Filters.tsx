import { Alert, Anchor, Group, Select, SimpleGrid } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Schemas } from "../../api/client";
import { auditTexts } from "../../text/signed-in/audit";
import { ACTIONS } from "./sentence";
import type { TrailFilters } from "./trail";

interface Props {
  filters: TrailFilters;
  people: Schemas["UserOut"][];
}

/** The filters. They are search params, so that a filtered view can be shared as a link. */
export function Filters({ filters, people }: Props) {
  const navigate = useNavigate();
  const text = auditTexts.filters;
  const update = (changed: TrailFilters) =>
    void navigate({ to: "/audit", search: { ...filters, ...changed }, replace: true });
  const clearableProps = { clearable: true, clearButtonProps: { "aria-label": text.all } };
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }}>
        <Select
          label={text.who}
          placeholder={text.all}
          {...clearableProps}
          searchable
          data={people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
          value={filters.actor ?? null}
          onChange={(actor) => update({ actor: actor ?? undefined })}
        />
        <Select
          label={text.what}
          placeholder={text.all}
          {...clearableProps}
          searchable
          data={ACTIONS.map((value) => ({ value, label: auditTexts.actions[value] }))}
          value={filters.action ?? null}
          onChange={(action) => update({ action: action ?? undefined })}
        />
        <Select
          label={text.kind}
          placeholder={text.all}
          {...clearableProps}
          data={Object.entries(auditTexts.kinds).map(([value, label]) => ({ value, label }))}
          value={filters.entity ?? null}
          onChange={(entity) => update({ entity: entity ?? undefined, entityId: undefined })}
        />
        <DatePickerInput
          label={text.from}
          placeholder={text.anyDay}
          valueFormat="D MMM YYYY"
          {...clearableProps}
          {...(filters.to && { maxDate: filters.to })}
          value={filters.from ?? null}
          onChange={(from) => update({ from: from ?? undefined })}
        />
        <DatePickerInput
          label={text.to}
          placeholder={text.anyDay}
          valueFormat="D MMM YYYY"
          {...clearableProps}
          {...(filters.from && { minDate: filters.from })}
          value={filters.to ?? null}
          onChange={(to) => update({ to: to ?? undefined })}
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
