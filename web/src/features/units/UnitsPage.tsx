import { Group, SegmentedControl, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type Property, propertiesQuery } from "../../api/properties";
import type { Unit, UnitStatus } from "../../api/units";
import { ErrorAlert } from "../../components/ErrorAlert";
import { LinkButton } from "../../components/links";
import { PageTitle } from "../../components/PageTitle";
import { StaffPropertySelect } from "../../components/StaffPropertySelect";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { moveVisible } from "./order";
import { UnitListItem } from "./UnitListItem";
import { allUnitsQuery, useOrderUnits } from "./units";
import { useDragOrder } from "./useDragOrder";

const texts = unitsTexts;

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
  const updateSearch = (to: UnitsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...to }), replace: true });
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
              {texts.add}
            </LinkButton>
          )
        }
      >
        {texts.title}
      </PageTitle>
      {properties.error && <ErrorAlert error={properties.error} onRetry={() => void properties.refetch()} />}
      {properties.isSuccess && !property && <Text c="dimmed">{texts.noProperty}</Text>}
      <Group align="flex-end">
        {property && (
          <StaffPropertySelect
            properties={properties.data ?? []}
            value={property.id}
            onChange={(id) => updateSearch({ property: id })}
          />
        )}
        <SegmentedControl
          aria-label={texts.show}
          data={(["all", "ACTIVE", "INACTIVE"] as const).map((value) => ({
            value,
            label: texts.filter[value],
          }))}
          value={search.status ?? "all"}
          onChange={(value) => updateSearch({ status: value === "all" ? undefined : (value as UnitStatus) })}
        />
      </Group>
      {property ? (
        <UnitList key={property.id} property={property} status={search.status} />
      ) : (
        properties.isPending && <Loading />
      )}
    </Stack>
  );
}

function Loading() {
  return (
    <Stack gap="sm" role="status" aria-label={t.loading}>
      {[0, 1, 2, 3].map((index) => (
        <Skeleton key={index} height={96} radius="md" />
      ))}
    </Stack>
  );
}

function UnitList({ property, status }: { property: Property; status: UnitStatus | undefined }) {
  const query = useQuery(allUnitsQuery(property.id));
  const order = useOrderUnits(property.id);
  const [lastMove, setLastMove] = useState<{ unit: Unit; arrow: string } | null>(null);
  const isVisible = (unit: Unit) => !status || unit.status === status;
  const visible = query.data?.filter(isVisible) ?? [];
  const move = (from: number, to: number, arrow = "up") => {
    const unit = visible[from];
    if (!unit || !query.data || to < 0 || to >= visible.length) return;
    order.mutate(moveVisible(query.data, isVisible, from, to));
    setLastMove({ unit, arrow });
  };
  const drag = useDragOrder("unit", move);
  // A button loses the focus when its item moves in the document.
  useEffect(() => {
    if (lastMove) document.getElementById(`${lastMove.arrow}-${lastMove.unit.id}`)?.focus();
  }, [lastMove]);
  if (query.isPending) return <Loading />;
  if (query.error && !query.data)
    return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (visible.length === 0) return <Text c="dimmed">{status ? texts.noneSuch : texts.none}</Text>;
  const movedIndex = lastMove && !order.isError ? visible.findIndex(({ id }) => id === lastMove.unit.id) : -1;
  return (
    <Stack gap="sm">
      {order.error && <ErrorAlert error={order.error} />}
      <Text size="sm" c="dimmed">
        {texts.order}
      </Text>
      <Stack gap="sm" role="list" aria-label={texts.title}>
        {visible.map((unit, index) => (
          <UnitListItem
            key={unit.id}
            unit={unit}
            isFirst={index === 0}
            isLast={index === visible.length - 1}
            drag={drag(index)}
            onMove={(by) => move(index, index + by, by < 0 ? "up" : "down")}
          />
        ))}
      </Stack>
      <VisuallyHidden role="status">
        {lastMove && movedIndex >= 0 && texts.moved(lastMove.unit.name, movedIndex + 1, visible.length)}
      </VisuallyHidden>
    </Stack>
  );
}
