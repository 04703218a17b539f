import { Group, SegmentedControl, Select, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type Property, propertiesQuery } from "../../api/properties";
import type { Unit, UnitStatus } from "../../api/units";
import { ErrorAlert } from "../../components/ErrorAlert";
import { LinkButton } from "../../components/links";
import { PageTitle } from "../../components/PageTitle";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { movedAmong } from "./order";
import { UnitLine } from "./UnitLine";
import { unitsQuery, useOrder } from "./units";
import { useDragOrder } from "./useDragOrder";

const words = unitsTexts;

export interface UnitsSearch {
  property?: string | undefined;
  status?: UnitStatus | undefined;
}

/** The units of a property, in listing order. */
export function UnitsPage() {
  const search = useSearch({ from: "/signed-in/units" });
  const navigate = useNavigate({ from: "/units" });
  const properties = useQuery(propertiesQuery);
  const property = properties.data?.find(({ id }) => id === search.property) ?? properties.data?.[0];
  const go = (to: UnitsSearch) => void navigate({ search: (old) => ({ ...old, ...to }), replace: true });
  return (
    <Stack gap="lg" maw={860}>
      <PageTitle
        actions={
          property && (
            <LinkButton
              to="/units/new"
              search={{ property: property.id }}
              leftSection={<IconPlus size={18} aria-hidden />}
            >
              {words.add}
            </LinkButton>
          )
        }
      >
        {words.title}
      </PageTitle>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      {properties.isSuccess && !property && <Text c="dimmed">{words.noProperty}</Text>}
      <Group align="flex-end">
        {property && (properties.data?.length ?? 0) > 1 && (
          <Select
            label={words.property}
            allowDeselect={false}
            data={properties.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={property.id}
            onChange={(id) => id && go({ property: id })}
          />
        )}
        <SegmentedControl
          aria-label={words.show}
          data={(["all", "ACTIVE", "INACTIVE"] as const).map((value) => ({
            value,
            label: words.filter[value],
          }))}
          value={search.status ?? "all"}
          onChange={(value) => go({ status: value === "all" ? undefined : (value as UnitStatus) })}
        />
      </Group>
      {property ? (
        <Lines key={property.id} property={property} status={search.status} />
      ) : (
        properties.isPending && <Loading />
      )}
    </Stack>
  );
}

function Loading() {
  return (
    <Stack gap="sm" role="status" aria-label={t.loading}>
      {[0, 1, 2, 3].map((place) => (
        <Skeleton key={place} height={96} radius="md" />
      ))}
    </Stack>
  );
}

function Lines({ property, status }: { property: Property; status: UnitStatus | undefined }) {
  const list = useQuery(unitsQuery(property.id));
  const order = useOrder(property.id);
  const [last, setLast] = useState<{ unit: Unit; arrow: string } | null>(null);
  const isShown = (unit: Unit) => !status || unit.status === status;
  const shown = list.data?.filter(isShown) ?? [];
  const move = (from: number, to: number, arrow = "up") => {
    const unit = shown[from];
    if (!unit || !list.data || to < 0 || to >= shown.length) return;
    order.mutate(movedAmong(list.data, isShown, from, to));
    setLast({ unit, arrow });
  };
  const drag = useDragOrder("unit", move);
  // A button loses the focus when its item moves in the document.
  useEffect(() => {
    if (last) document.getElementById(`${last.arrow}-${last.unit.id}`)?.focus();
  }, [last]);
  if (list.isPending) return <Loading />;
  if (list.error && !list.data) return <ErrorAlert error={list.error} onRetry={() => void list.refetch()} />;
  if (shown.length === 0) return <Text c="dimmed">{status ? words.noneSuch : words.none}</Text>;
  const place = last && !order.isError ? shown.findIndex(({ id }) => id === last.unit.id) : -1;
  return (
    <Stack gap="sm">
      {order.error && <ErrorAlert error={order.error} />}
      <Text size="sm" c="dimmed">
        {words.order}
      </Text>
      <Stack gap="sm" role="list" aria-label={words.title}>
        {shown.map((unit, at) => (
          <UnitLine
            key={unit.id}
            unit={unit}
            isFirst={at === 0}
            isLast={at === shown.length - 1}
            drag={drag(at)}
            onMove={(by) => move(at, at + by, by < 0 ? "up" : "down")}
          />
        ))}
      </Stack>
      <VisuallyHidden role="status">
        {last && place >= 0 && words.moved(last.unit.name, place + 1, shown.length)}
      </VisuallyHidden>
    </Stack>
  );
}
