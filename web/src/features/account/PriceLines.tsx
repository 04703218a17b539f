import { Table } from "@mantine/core";
import type { Booking } from "../../api/bookings";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { accountTexts } from "../../text/signed-in/account";

/** The price of each night of each unit, and the total. */
export function PriceLines({ booking }: { booking: Booking }) {
  const text = accountTexts.bookings;
  const names = new Map(booking.units.map((unit) => [unit.id, unit.name]));
  const hasSeveralUnits = booking.units.length > 1;
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.night}</Table.Th>
          <Table.Th ta="right">{text.price}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {booking.priceLines.map((line) => (
          <Table.Tr key={`${line.unitId} ${line.night}`}>
            <Table.Td>
              {formatDate(line.night)}
              {hasSeveralUnits && ` · ${names.get(line.unitId) ?? ""}`}
            </Table.Td>
            <Table.Td ta="right">{formatMoney(line.price)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th>{text.total}</Table.Th>
          <Table.Th ta="right">{formatMoney(booking.total)}</Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}
