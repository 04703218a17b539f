import { Alert, Button, Group, Stack, Table } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { Problem } from "../../api/client";
import type { Unit } from "../../api/units";
import { refusalText } from "../../text/public/refusals";
import { unitsTexts } from "../../text/signed-in/units";
import { type UnitValues, valuesOf } from "./values";

const texts = unitsTexts.conflict;

interface Props {
  error: unknown;
  fields: (keyof UnitValues)[];
  current: Unit;
  yours: UnitValues;
  onTakeTheirs: () => void;
  onKeepYours: () => void;
}

function valueText(value: UnitValues[keyof UnitValues]): string {
  return (Array.isArray(value) ? value.join(", ") : String(value)) || texts.nothing;
}

/** Shows the fields that another user changed too, and lets the user choose between both versions. */
export function EditConflict({ error, fields, current, yours, onTakeTheirs, onKeepYours }: Props) {
  const currentValues = valuesOf(current);
  return (
    <Alert color="clay" icon={<IconUsers aria-hidden />} title={texts.title} role="alert">
      <Stack gap="sm">
        {error instanceof Problem && refusalText(error)}
        <Table aria-label={texts.title} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th>{texts.now}</Table.Th>
              <Table.Th>{texts.yours}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{unitsTexts.form[name]}</Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{valueText(currentValues[name])}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{valueText(yours[name])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group>
          <Button variant="default" onClick={onTakeTheirs}>
            {texts.take}
          </Button>
          <Button color="clay" onClick={onKeepYours}>
            {texts.keep}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
