import { Alert, Group, Loader, Stack, Table, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ChangeQuote } from "../../api/booking-change";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { t } from "../../text/texts";
import { ErrorAlert } from "../ErrorAlert";
import classes from "./QuotedPrice.module.css";

interface Props {
  quote: Pick<UseQueryResult<ChangeQuote>, "data" | "error" | "isFetching">;
  /** The current price, shown while nothing is changed. */
  total: ChangeQuote["difference"];
  isChanged: boolean;
}

/**
 * The price of a change before it is saved, or the error that it would cause. Keeps its height while it
 * loads.
 */
export function QuotedPrice({ quote, total, isChanged }: Props) {
  if (isChanged && quote.error) return <ErrorAlert error={quote.error} />;
  const current = isChanged ? quote.data : undefined;
  return (
    <Alert
      role="group"
      aria-label={t.change.price}
      variant="light"
      color="forest"
      classNames={{ message: classes.message ?? "" }}
    >
      <Stack gap={4} aria-live="polite" aria-busy={quote.isFetching}>
        <Group gap="xs" mih={26}>
          <Text fw={650}>{current ? summaryOf(current) : `${t.change.priceNow}: ${formatMoney(total)}`}</Text>
          {quote.isFetching && <Loader size={16} aria-label={t.loading} />}
        </Group>
        {current ? <Lines quote={current} /> : <Text size="sm">{t.change.priceNote}</Text>}
      </Stack>
    </Alert>
  );
}

function summaryOf({ before, after, difference }: ChangeQuote): string {
  if (difference.amount === 0) return t.change.same(formatMoney(after.total));
  return t.change.other(formatMoney(before.total), formatMoney(after.total));
}

function Lines({ quote: { before, after, difference } }: { quote: ChangeQuote }) {
  const names = new Map(after.units.map((unit) => [unit.id, unit.name]));
  const unchangedNights = new Set(before.priceLines.map((line) => `${line.unitId} ${line.night}`));
  return (
    <details>
      <summary className={classes.summary}>{t.change.why(differenceText(difference))}</summary>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} aria-label={t.change.perNight}>
        <Table.Tbody>
          {after.priceLines.map((line) => (
            <Table.Tr key={`${line.unitId} ${line.night}`}>
              <Table.Td>
                {formatDate(line.night)}
                {after.units.length > 1 && `, ${names.get(line.unitId)}`}
                {!unchangedNights.has(`${line.unitId} ${line.night}`) && ` (${t.change.isNew})`}
              </Table.Td>
              <Table.Td ta="right">{formatMoney(line.price)}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr fw={650}>
            <Table.Td>{t.change.total}</Table.Td>
            <Table.Td ta="right">{formatMoney(after.total)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </details>
  );
}

function differenceText(difference: ChangeQuote["difference"]): string {
  const { amount, currency } = difference;
  if (amount === 0) return t.change.noDifference;
  const absolute = formatMoney({ amount: Math.abs(amount), currency });
  return amount > 0 ? t.change.more(absolute) : t.change.less(absolute);
}
