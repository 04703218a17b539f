import { Button, Card, Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { ask } from "../../components/ask";
import { Failure } from "../../components/Failure";
import { PageTitle } from "../../components/PageTitle";
import { Rows } from "../../components/Rows";
import { formatMoment, formatTime, todayIn } from "../../format/dates";
import { units } from "../../text/public/counts";
import { holdsTexts } from "../../text/signed-in/holds";
import { may, useMe } from "../session/session";
import { type By, codeOf, holdsQuery, type Origin, spanOf, useEndHolds, whoOf } from "./holds";

const words = holdsTexts;

/** Who holds how much without having paid, and ending all of it in one step. */
export function HoldsPage() {
  const { by = "contact" } = useSearch({ from: "/signed-in/holds" });
  const navigate = useNavigate({ from: "/holds" });
  const list = useInfiniteQuery(holdsQuery(by));
  const zone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  const phone = useMediaQuery("(max-width: 62em)");
  const origins = list.data?.pages.flatMap((page) => page.origins) ?? [];
  const choose = (chosen: string) =>
    void navigate({ search: chosen === "network" ? { by: "network" } : {}, replace: true });
  const List = phone ? Cards : Lines;
  return (
    <Stack gap="lg">
      <PageTitle>{words.title}</PageTitle>
      <Text maw={720}>{words.about}</Text>
      <SegmentedControl
        aria-label={words.by.label}
        w="fit-content"
        value={by}
        onChange={choose}
        data={[
          { value: "contact", label: words.by.contact },
          { value: "network", label: words.by.network },
        ]}
      />
      <Rows list={list} count={origins.length} empty={words.none}>
        <List origins={origins} by={by} zone={zone} />
      </Rows>
    </Stack>
  );
}

interface Listed {
  origins: Origin[];
  by: By;
  zone: string;
}

function endsOf({ firstEndsAt, lastEndsAt }: Origin, zone: string): string {
  const first = formatMoment(firstEndsAt, zone);
  if (firstEndsAt === lastEndsAt) return first;
  const [day, lastDay] = [firstEndsAt, lastEndsAt].map((moment) => todayIn(zone, new Date(moment)));
  return words.span(first, day === lastDay ? formatTime(lastEndsAt, zone) : formatMoment(lastEndsAt, zone));
}

function Lines({ origins, by, zone }: Listed) {
  return (
    <Table verticalSpacing="sm" aria-label={words.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.who}</Table.Th>
          <Table.Th>{words.amount}</Table.Th>
          <Table.Th>{words.nights}</Table.Th>
          <Table.Th>{words.ends}</Table.Th>
          <Table.Th>{words.action}</Table.Th>
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

function Cards({ origins, by, zone }: Listed) {
  return origins.map((origin) => (
    <Card key={origin.id} withBorder padding="md">
      <Stack gap={6}>
        <Who origin={origin} by={by} />
        <Amount origin={origin} />
        <Text size="sm">{spanOf(origin)}</Text>
        <Text size="sm" c="dimmed">
          {words.endsAt(endsOf(origin, zone))}
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
        {by === "network" ? words.network(codeOf(origin)) : origin.contact}
      </Text>
    </div>
  );
}

function Amount({ origin }: { origin: Origin }) {
  return (
    <Group gap="xs">
      <Text fw={600}>{words.unitNights(origin.unitNights)}</Text>
      <Text size="sm" c="dimmed">
        {units(origin.units)}, {words.count(origin.holds)}
      </Text>
    </Group>
  );
}

function EndButton({ origin, by }: { origin: Origin; by: By }) {
  const end = useEndHolds(by);
  const me = useMe();
  if (!may(me, "holds:end")) return null;
  const question = {
    title: words.question(origin.holds, whoOf(origin)),
    why: words.why(units(origin.units), words.unitNights(origin.unitNights), spanOf(origin)),
    yes: words.end(origin.holds),
    no: words.keep,
    onYes: () =>
      end.mutate(origin.id, { onSuccess: ({ holds }) => notifications.show({ message: words.done(holds) }) }),
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="light"
        color="clay"
        loading={end.isPending}
        aria-label={words.endOf(origin.holds, whoOf(origin))}
        onClick={() => ask(question)}
      >
        {words.end(origin.holds)}
      </Button>
      {end.error && <Failure error={end.error} />}
    </Stack>
  );
}
