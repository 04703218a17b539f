import { Anchor, Button, Collapse, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { formatMoment } from "../../format/dates";
import { auditTexts } from "../../text/signed-in/audit";
import { factRows } from "./facts";
import { actionText, actorName, type Names } from "./sentence";
import type { AuditEvent } from "./trail";

interface Props {
  event: AuditEvent;
  context: { names: Names; currency: string; timezone: string };
}

export function EventRow({ event, context }: Props) {
  const [isOpen, { toggle }] = useDisclosure();
  const id = useId();
  return (
    <Paper component="article" withBorder px="md" py="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={2} miw={0}>
          <Text>
            <Text span fw={600}>
              {actorName(event)}
            </Text>{" "}
            {actionText(event, context.names)}.
          </Text>
          <Text size="sm" c="dimmed">
            <time dateTime={event.at}>{formatMoment(event.at, context.timezone)}</time>
          </Text>
        </Stack>
        <Button
          variant="subtle"
          size="xs"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={toggle}
          miw={90}
          flex="none"
        >
          {isOpen ? auditTexts.hide : auditTexts.details}
        </Button>
      </Group>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <Details event={event} context={context} />}
      </Collapse>
    </Paper>
  );
}

function Details({ event, context }: Props) {
  const text = auditTexts.columns;
  const rows = factRows(event.facts, context);
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
