import { Alert, Button, Group, SegmentedControl, Select, Skeleton, Stack, Text, Title } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { addDays, type IsoDate, todayIn } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { may, useMe } from "../session/session";
import { BlockDialog, type BlockProposal } from "./BlockDialog";
import { BoardGrid } from "./BoardGrid";
import { BookingPanel } from "./BookingPanel";
import type { Bar } from "./bars";
import classes from "./board.module.css";
import { CreateDialog, type Selection } from "./CreateDialog";
import { MoveDialog, type Proposal } from "./MoveDialog";
import { type Board, boardQuery } from "./queries";
import { Legend } from "./StatusBadge";
import { DAY_COUNTS } from "./search";

const words = staffTexts.board;

export function BoardPage() {
  const search = useSearch({ from: "/signed-in/board" });
  const { data: places } = useSuspenseQuery(propertiesQuery);
  const place = places.find(({ id }) => id === search.property) ?? places[0];
  if (!place) return <Alert>{words.noProperty}</Alert>;
  const from = search.from ?? addDays(todayIn(place.timezone), -2);
  return (
    <PlaceBoard
      key={place.id}
      property={place.id}
      timezone={place.timezone}
      from={from}
      days={search.days ?? 14}
    />
  );
}

function PlaceBoard({
  property,
  timezone,
  from,
  days,
}: {
  property: string;
  timezone: string;
  from: IsoDate;
  days: number;
}) {
  const { booking } = useSearch({ from: "/signed-in/board" });
  const navigate = useNavigate({ from: "/board" });
  const query = useQuery(boardQuery(property, from, days));
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const open = useCallback(
    (id: string | undefined) => void navigate({ search: (old) => ({ ...old, booking: id }), replace: true }),
    [navigate],
  );
  return (
    <Stack gap="sm">
      <Toolbar property={property} timezone={timezone} from={from} days={days} />
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data ? (
        <Drawn
          board={query.data}
          from={from}
          days={days}
          onOpen={open}
          onPropose={setProposal}
          proposal={proposal}
        />
      ) : (
        !query.error && <Skeleton h="calc(100dvh - 236px)" mih={320} />
      )}
      <Group justify="space-between" gap="xs">
        <Legend />
        <Text size="sm" className={classes.quiet} visibleFrom="sm">
          {query.data && words.loaded(query.data.units.length, query.data.bookings.length)}
        </Text>
      </Group>
      <Text size="sm" className={classes.quiet} visibleFrom="sm">
        {words.help}
      </Text>
      <BookingPanel id={booking} timezone={timezone} onClose={() => open(undefined)} />
    </Stack>
  );
}

interface DrawnProps {
  board: Board;
  from: IsoDate;
  days: number;
  proposal: Proposal | null;
  onPropose: (proposal: Proposal | null) => void;
  onOpen: (id: string) => void;
}

/** The board and what is asked on top of it. */
function Drawn({ board, from, days, proposal, onPropose, onOpen }: DrawnProps) {
  const me = useMe();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [block, setBlock] = useState<BlockProposal | null>(null);
  const mayBlock = may(me, "blocks:write");
  const mayBook = may(me, "bookings:create_confirmed");
  const onBar = useCallback(
    (bar: Bar) => (bar.block ? setBlock({ bar, unitId: bar.unitId, stay: bar }) : onOpen(bar.id)),
    [onOpen],
  );
  const onSelect = (unitId: string, stay: Stay, kind: Selection["kind"]) => {
    const unit = board.units.find(({ id }) => id === unitId);
    if (unit) setSelection({ unit, stay, kind });
  };
  if (board.units.length === 0) return <Alert>{words.noUnits}</Alert>;
  return (
    <>
      <BoardGrid
        board={board}
        from={from}
        days={days}
        mayMove={may(me, "bookings:move_confirmed")}
        mayBlock={mayBlock}
        mayCreate={mayBook || mayBlock}
        onOpen={onBar}
        onSelect={onSelect}
        onDrop={({ bar, unitId, stay }) =>
          bar.booking
            ? onPropose({ booking: bar.booking, unitId: bar.unitId, toUnitId: unitId, stay })
            : setBlock({ bar, unitId, stay })
        }
      />
      {proposal && <MoveDialog proposal={proposal} board={board} onClose={() => onPropose(null)} />}
      {block && (
        <BlockDialog
          proposal={block}
          units={board.units}
          mayChange={mayBlock}
          onClose={() => setBlock(null)}
        />
      )}
      {selection && (
        <CreateDialog
          selection={selection}
          property={board.property.id}
          kinds={[...(mayBook ? (["booking"] as const) : []), ...(mayBlock ? (["block"] as const) : [])]}
          onClose={() => setSelection(null)}
          onBooked={(id) => {
            setSelection(null);
            onOpen(id);
          }}
        />
      )}
    </>
  );
}

function Toolbar({
  property,
  timezone,
  from,
  days,
}: {
  property: string;
  timezone: string;
  from: IsoDate;
  days: number;
}) {
  const navigate = useNavigate({ from: "/board" });
  const { data: places } = useSuspenseQuery(propertiesQuery);
  const go = (to: { from?: IsoDate | undefined; days?: number; property?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...to }) });
  return (
    <Group justify="space-between" align="flex-end">
      <Title order={1} size="h2">
        {words.title}
      </Title>
      <Group align="flex-end" gap="xs">
        {places.length > 1 && (
          <Select
            label={staffTexts.property}
            allowDeselect={false}
            data={places.map(({ id, name }) => ({ value: id, label: name }))}
            value={property}
            onChange={(id) => id && go({ property: id })}
          />
        )}
        <DateInput
          label={words.start}
          value={from}
          valueFormat="D MMM YYYY"
          w={140}
          onChange={(date) => date && go({ from: date })}
        />
        <Button.Group>
          <Button
            variant="default"
            px="sm"
            aria-label={words.earlier}
            onClick={() => go({ from: addDays(from, -Math.ceil(days / 2)) })}
          >
            ‹
          </Button>
          <Button variant="default" onClick={() => go({ from: addDays(todayIn(timezone), -2) })}>
            {words.today}
          </Button>
          <Button
            variant="default"
            px="sm"
            aria-label={words.later}
            onClick={() => go({ from: addDays(from, Math.ceil(days / 2)) })}
          >
            ›
          </Button>
        </Button.Group>
        <SegmentedControl
          aria-label={words.days}
          value={String(days)}
          onChange={(value) => go({ days: Number(value) })}
          data={DAY_COUNTS.map((count) => ({ value: String(count), label: words.daysOf(count) }))}
        />
      </Group>
    </Group>
  );
}
