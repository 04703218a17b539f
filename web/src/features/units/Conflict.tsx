import { Alert, Button, Group, Stack, Table } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { Problem } from "../../api/client";
import type { Unit } from "../../api/units";
import { refusalText } from "../../text/public/refusals";
import { unitsTexts } from "../../text/signed-in/units";
import { type UnitValues, valuesOf } from "./values";

const words = unitsTexts.conflict;

interface Props {
  error: unknown;
  fields: (keyof UnitValues)[];
  there: Unit;
  yours: UnitValues;
  onTake: () => void;
  onKeep: () => void;
}

function shown(value: UnitValues[keyof UnitValues]): string {
  return (Array.isArray(value) ? value.join(", ") : String(value)) || words.nothing;
}

/** Two people changed the same: both are shown, and one of them is chosen. */
export function Conflict({ error, fields, there, yours, onTake, onKeep }: Props) {
  const now = valuesOf(there);
  return (
    <Alert color="clay" icon={<IconUsers aria-hidden />} title={words.title} role="alert">
      <Stack gap="sm">
        {error instanceof Problem && refusalText(error)}
        <Table aria-label={words.title} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th>{words.now}</Table.Th>
              <Table.Th>{words.yours}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{unitsTexts.form[name]}</Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{shown(now[name])}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{shown(yours[name])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group>
          <Button variant="default" onClick={onTake}>
            {words.take}
          </Button>
          <Button color="clay" onClick={onKeep}>
            {words.keep}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
