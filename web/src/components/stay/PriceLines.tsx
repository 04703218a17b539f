import { Table } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { t } from "../../text/texts";

interface Props {
  lines: Schemas["NightPriceOut"][];
  total: Schemas["MoneyOut"];
}

/** The price of each night, and the total. */
export function PriceLines({ lines, total }: Props) {
  return (
    <Table captionSide="top" verticalSpacing={4} horizontalSpacing={0} withRowBorders={false}>
      <Table.Caption ta="left" mt={0}>
        {t.guest.price.caption}
      </Table.Caption>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={`${line.unitId} ${line.night}`}>
            <Table.Th scope="row" fw={400}>
              {formatDate(line.night)}
            </Table.Th>
            <Table.Td ta="right" style={{ fontVariantNumeric: "tabular-nums" }}>
              {formatMoney(line.price)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr style={{ borderTop: "1px solid var(--mantine-color-default-border)" }}>
          <Table.Th scope="row">{t.guest.price.total}</Table.Th>
          <Table.Td ta="right" fw={700} style={{ fontVariantNumeric: "tabular-nums" }}>
            {formatMoney(total)}
          </Table.Td>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}
