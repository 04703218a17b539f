import { Alert, Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { StaffPropertySelect } from "../../components/StaffPropertySelect";
import { addDays, type IsoDate, todayIn } from "../../format/dates";
import { staffTexts } from "../../text/signed-in/staff";
import { may, useMe } from "../session/session";
import { BlockModal, type BlockProposal } from "./BlockModal";
import { BoardGrid } from "./BoardGrid";
import { BookingPanel } from "./BookingPanel";
import type { Bar } from "./bars";
import classes from "./board.module.css";
import { CreateModal, type Selection } from "./CreateModal";
import { MoveModal, type MoveProposal } from "./MoveModal";
import { type Board, boardQuery } from "./queries";
import { Legend } from "./StatusBadge";
import { DAY_COUNTS } from "./search";

const texts = staffTexts.board;

export function BoardPage() {
  const search = useSearch({ from: "/signed-in/board" });
  const { data: properties } = useSuspenseQuery(propertiesQuery);
  const property = properties.find(({ id }) => id === search.property) ?? properties[0];
  if (!property) return <Alert>{texts.noProperty}</Alert>;
  const from = search.from ?? addDays(todayIn(property.timezone), -2);
  return (
    <PropertyBoard
      key={property.id}
      property={property.id}
      timezone={property.timezone}
      from={from}
      days={search.days ?? 14}
    />
  );
}

interface ViewProps {
  property: string;
  timezone: string;
  from: IsoDate;
  days: number;
}

function PropertyBoard({ property, timezone, from, days }: ViewProps) {
  const { booking } = useSearch({ from: "/signed-in/board" });
  const navigate = useNavigate({ from: "/board" });
  const query = useQuery(boardQuery(property, from, days));
  const me = useMe();
  const [proposal, setProposal] = useState<MoveProposal | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const open = useCallback(
    (id: string | undefined) => void navigate({ search: (old) => ({ ...old, booking: id }), replace: true }),
    [navigate],
  );
  return (
    <Stack gap="sm">
      <Toolbar property={property} timezone={timezone} from={from} days={days}>
        {may(me, "bookings:create_confirmed") && (
          <NewBookingButton board={query.data} onClick={setSelection} />
        )}
      </Toolbar>
      {query.error && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data ? (
        <BoardWithModals
          board={query.data}
          from={from}
          days={days}
          onOpen={open}
          onPropose={setProposal}
          proposal={proposal}
          onSelect={setSelection}
          selection={selection}
        />
      ) : (
        !query.error && <Skeleton h="calc(100dvh - 236px)" mih={320} />
      )}
      <Group justify="space-between" gap="xs">
        <Legend />
        <Text size="sm" className={classes.quiet} visibleFrom="sm">
          {query.data && texts.loaded(query.data.units.length, query.data.bookings.length)}
        </Text>
      </Group>
      <Text size="sm" className={classes.quiet}>
        {texts.help}
      </Text>
      <BookingPanel id={booking} timezone={timezone} onClose={() => open(undefined)} />
    </Stack>
  );
}

interface BoardWithModalsProps {
  board: Board;
  from: IsoDate;
  days: number;
  proposal: MoveProposal | null;
  onPropose: (proposal: MoveProposal | null) => void;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  onOpen: (id: string) => void;
}

/** The board, and the modals that its bars and selections open. */
function BoardWithModals({
  board,
  from,
  days,
  proposal,
  onPropose,
  selection,
  onSelect,
  onOpen,
}: BoardWithModalsProps) {
  const me = useMe();
  const [block, setBlock] = useState<BlockProposal | null>(null);
  const mayBlock = may(me, "blocks:write");
  const mayBook = may(me, "bookings:create_confirmed");
  const openBar = useCallback(
    (bar: Bar) => (bar.block ? setBlock({ bar, unitId: bar.unitId, stay: bar }) : onOpen(bar.id)),
    [onOpen],
  );
  if (board.units.length === 0) return <Alert>{texts.noUnits}</Alert>;
  return (
    <>
      <BoardGrid
        board={board}
        from={from}
        days={days}
        mayMove={may(me, "bookings:move_confirmed")}
        mayBlock={mayBlock}
        mayCreate={mayBook || mayBlock}
        onOpen={openBar}
        onSelect={(unitId, stay, kind) => onSelect({ unitId, stay, kind })}
        onDrop={({ bar, unitId, stay }) =>
          bar.booking
            ? onPropose({ booking: bar.booking, unitId: bar.unitId, toUnitId: unitId, stay })
            : setBlock({ bar, unitId, stay })
        }
      />
      {proposal && <MoveModal proposal={proposal} board={board} onClose={() => onPropose(null)} />}
      {block && (
        <BlockModal
          proposal={block}
          units={board.units}
          mayChange={mayBlock}
          onClose={() => setBlock(null)}
        />
      )}
      {selection && (
        <CreateModal
          selection={selection}
          units={board.units}
          property={board.property.id}
          kinds={[...(mayBook ? (["booking"] as const) : []), ...(mayBlock ? (["block"] as const) : [])]}
          onClose={() => onSelect(null)}
          onBooked={(id) => {
            onSelect(null);
            onOpen(id);
          }}
        />
      )}
    </>
  );
}

interface NewBookingButtonProps {
  board: Board | undefined;
  onClick: (selection: Selection) => void;
}

/** Opens an empty booking for tonight in the first unit; its dates and its unit are chosen there. */
function NewBookingButton({ board, onClick }: NewBookingButtonProps) {
  const unit = board?.units[0];
  if (!unit) return null;
  const { today } = board.property;
  const stay = { checkIn: today, checkOut: addDays(today, 1) };
  return (
    <Button onClick={() => onClick({ unitId: unit.id, stay, kind: "booking" })}>{texts.newBooking}</Button>
  );
}

function Toolbar({ property, timezone, from, days, children }: ViewProps & { children: React.ReactNode }) {
  const navigate = useNavigate({ from: "/board" });
  const { data: properties } = useSuspenseQuery(propertiesQuery);
  const updateSearch = (to: { from?: IsoDate | undefined; days?: number; property?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...to }) });
  return (
    <Group justify="space-between" align="flex-end">
      <Title order={1} size="h2">
        {texts.title}
      </Title>
      <Group align="flex-end" gap="xs">
        <StaffPropertySelect
          properties={properties}
          value={property}
          onChange={(id) => updateSearch({ property: id })}
        />
        <DateInput
          label={texts.start}
          value={from}
          valueFormat="D MMM YYYY"
          w={140}
          onChange={(date) => date && updateSearch({ from: date })}
        />
        <Button.Group>
          <Button
            variant="default"
            px="sm"
            aria-label={texts.earlier}
            onClick={() => updateSearch({ from: addDays(from, -Math.ceil(days / 2)) })}
          >
            ‹
          </Button>
          <Button variant="default" onClick={() => updateSearch({ from: addDays(todayIn(timezone), -2) })}>
            {texts.today}
          </Button>
          <Button
            variant="default"
            px="sm"
            aria-label={texts.later}
            onClick={() => updateSearch({ from: addDays(from, Math.ceil(days / 2)) })}
          >
            ›
          </Button>
        </Button.Group>
        <SegmentedControl
          aria-label={texts.days}
          value={String(days)}
          onChange={(value) => updateSearch({ days: Number(value) })}
          data={DAY_COUNTS.map((count) => ({ value: String(count), label: texts.daysOf(count) }))}
        />
        {children}
      </Group>
    </Group>
  );
}
