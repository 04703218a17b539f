import { Anchor, Button, Collapse, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { formatMoment } from "../../format/dates";
import { auditTexts } from "../../text/signed-in/audit";
import { factRows } from "./facts";
import { actorOf, deedOf, type Names } from "./sentence";
import type { AuditEvent } from "./trail";

interface Shown {
  event: AuditEvent;
  known: { names: Names; currency: string; timezone: string };
}

export function EventRow({ event, known }: Shown) {
  const [open, { toggle }] = useDisclosure();
  const id = useId();
  return (
    <Paper component="article" withBorder px="md" py="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <Text>
            <Text span fw={600}>
              {actorOf(event)}
            </Text>{" "}
            {deedOf(event, known.names)}.
          </Text>
          <Text size="sm" c="dimmed">
            <time dateTime={event.at}>{formatMoment(event.at, known.timezone)}</time>
          </Text>
        </Stack>
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={open}
          aria-controls={id}
          onClick={toggle}
          miw={90}
          flex="none"
        >
          {open ? auditTexts.hide : auditTexts.details}
        </Button>
      </Group>
      <Collapse expanded={open} id={id}>
        {open && <Details event={event} known={known} />}
      </Collapse>
    </Paper>
  );
}

function Details({ event, known }: Shown) {
  const text = auditTexts.columns;
  const rows = factRows(event.facts, known);
  return (
    <Stack gap="xs" pt="sm">
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text.name}</Table.Th>
                <Table.Th>{text.before}</Table.Th>
                <Table.Th>{text.after}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.name}>
                  <Table.Td>{row.name}</Table.Td>
                  <Table.Td>{row.before ?? auditTexts.nothing}</Table.Td>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>{row.after}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group justify="space-between">
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {event.action}
          {event.requestId && ` · ${auditTexts.request} ${event.requestId}`}
        </Text>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/audit" search={{ entity: event.entity, entityId: event.entityId }} {...props} />
          )}
        >
          {auditTexts.onlyThis}
        </Anchor>
      </Group>
    </Stack>
  );
}
