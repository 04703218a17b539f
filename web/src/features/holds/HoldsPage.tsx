import { Button, Card, Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { formatMoment, formatTime, todayIn } from "../../format/dates";
import { units } from "../../text/public/counts";
import { holdsTexts } from "../../text/signed-in/holds";
import { may, useMe } from "../session/session";
import { type By, codeOf, holdsQuery, type Origin, spanOf, useEndHolds, whoOf } from "./holds";

const texts = holdsTexts;

/** Who holds how much without having paid, and ending all of it in one step. */
export function HoldsPage() {
  const { by = "contact" } = useSearch({ from: "/signed-in/holds" });
  const navigate = useNavigate({ from: "/holds" });
  const list = useInfiniteQuery(holdsQuery(by));
  const zone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  const isPhone = useMediaQuery("(max-width: 62em)");
  const origins = list.data?.pages.flatMap((page) => page.origins) ?? [];
  const group = (chosen: string) =>
    void navigate({ search: chosen === "network" ? { by: "network" } : {}, replace: true });
  const List = isPhone ? Cards : Lines;
  return (
    <Stack gap="lg">
      <PageTitle>{texts.title}</PageTitle>
      <Text maw={720}>{texts.about}</Text>
      <SegmentedControl
        aria-label={texts.by.label}
        w="fit-content"
        value={by}
        onChange={group}
        data={[
          { value: "contact", label: texts.by.contact },
          { value: "network", label: texts.by.network },
        ]}
      />
      <PagedList query={list} count={origins.length} emptyMessage={texts.none}>
        <List origins={origins} by={by} zone={zone} />
      </PagedList>
    </Stack>
  );
}

interface ListProps {
  origins: Origin[];
  by: By;
  zone: string;
}

function endsOf({ firstEndsAt, lastEndsAt }: Origin, zone: string): string {
  const first = formatMoment(firstEndsAt, zone);
  if (firstEndsAt === lastEndsAt) return first;
  const [day, lastDay] = [firstEndsAt, lastEndsAt].map((moment) => todayIn(zone, new Date(moment)));
  return texts.span(first, day === lastDay ? formatTime(lastEndsAt, zone) : formatMoment(lastEndsAt, zone));
}

function Lines({ origins, by, zone }: ListProps) {
  return (
    <Table verticalSpacing="sm" aria-label={texts.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.who}</Table.Th>
          <Table.Th>{texts.amount}</Table.Th>
          <Table.Th>{texts.nights}</Table.Th>
          <Table.Th>{texts.ends}</Table.Th>
          <Table.Th>{texts.action}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {origins.map((origin) => (
          <Table.Tr key={origin.id}>
            <Table.Td>
              <Who origin={origin} by={by} />
            </Table.Td>
            <Table.Td>
              <Amount origin={origin} />
            </Table.Td>
            <Table.Td>{spanOf(origin)}</Table.Td>
            <Table.Td>{endsOf(origin, zone)}</Table.Td>
            <Table.Td>
              <EndButton origin={origin} by={by} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Cards({ origins, by, zone }: ListProps) {
  return origins.map((origin) => (
    <Card key={origin.id} withBorder padding="md">
      <Stack gap={6}>
        <Who origin={origin} by={by} />
        <Amount origin={origin} />
        <Text size="sm">{spanOf(origin)}</Text>
        <Text size="sm" c="dimmed">
          {texts.endsAt(endsOf(origin, zone))}
        </Text>
        <EndButton origin={origin} by={by} />
      </Stack>
    </Card>
  ));
}

function Who({ origin, by }: { origin: Origin; by: By }) {
  return (
    <div>
      <Text fw={650} style={{ overflowWrap: "anywhere" }}>
        {whoOf(origin)}
      </Text>
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {by === "network" ? texts.network(codeOf(origin)) : origin.contact}
      </Text>
    </div>
  );
}

function Amount({ origin }: { origin: Origin }) {
  return (
    <Group gap="xs">
      <Text fw={600}>{texts.unitNights(origin.unitNights)}</Text>
      <Text size="sm" c="dimmed">
        {units(origin.units)}, {texts.count(origin.holds)}
      </Text>
    </Group>
  );
}

function EndButton({ origin, by }: { origin: Origin; by: By }) {
  const end = useEndHolds(by);
  const me = useMe();
  if (!may(me, "holds:end")) return null;
  const confirmation = {
    title: texts.question(origin.holds, whoOf(origin)),
    message: texts.why(units(origin.units), texts.unitNights(origin.unitNights), spanOf(origin)),
    confirm: texts.end(origin.holds),
    cancel: texts.keep,
    onConfirm: () =>
      end.mutate(origin.id, { onSuccess: ({ holds }) => notifications.show({ message: texts.done(holds) }) }),
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="light"
        color="clay"
        loading={end.isPending}
        aria-label={texts.endOf(origin.holds, whoOf(origin))}
        onClick={() => confirmAction(confirmation)}
      >
        {texts.end(origin.holds)}
      </Button>
      {end.error && <ErrorAlert error={end.error} />}
    </Stack>
  );
}
