import { Button, Skeleton, Text, Timeline } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Booking } from "../../api/bookings";
import type { Schemas } from "../../api/client";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatDate, formatMoment } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { staffTexts } from "../../text/signed-in/staff";
import { historyQuery } from "./queries";

type Event = Schemas["HistoryEventOut"];

/** The history of a booking, oldest event first. */
export function History({ booking, timezone }: { booking: Booking; timezone: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    historyQuery(booking.id),
  );
  if (error) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={80} />;
  const events = data.pages.flatMap((page) => page.events);
  if (events.length === 0) return <Text size="sm">{staffTexts.panel.noHistory}</Text>;
  return (
    <>
      <Timeline active={events.length} bulletSize={14} lineWidth={2}>
        {events.map((event) => (
          <Timeline.Item key={event.id} title={staffTexts.history[event.action] ?? event.action}>
            <Text size="sm">
              {formatMoment(event.at, timezone)}, {actorName(event)}
            </Text>
            {changesOf(event, booking.total.currency).map((line) => (
              <Text key={line} size="sm">
                {line}
              </Text>
            ))}
          </Timeline.Item>
        ))}
      </Timeline>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {staffTexts.panel.moreHistory}
        </Button>
      )}
    </>
  );
}

function actorName({ actor }: Event): string {
  return actor.name ?? staffTexts.who[actor.kind] ?? actor.kind;
}

/** `check-out: Thu 13 May 2027 → Fri 14 May 2027` for each changed fact. */
function changesOf(event: Event, currency: string): string[] {
  const { before, after } = event.facts as { before?: unknown; after?: unknown };
  if (!isRecord(before) || !isRecord(after)) return [];
  const withoutValues = namesOf(event.facts.also).map((name) =>
    staffTexts.panel.silent(staffTexts.field[name] ?? name),
  );
  const withValues = Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      const [was, is] = [before[name], after[name]].map((value) => valueText(name, String(value), currency));
      return `${staffTexts.field[name] ?? name}: ${was} → ${is}`;
    });
  return [...withValues, ...withoutValues];
}

/** The names of facts whose values the history omits, because they may be personal. */
function namesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function valueText(name: string, value: string, currency: string): string {
  if (name === "total_minor") return formatMoney({ amount: Number(value), currency });
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value) : value;
}
