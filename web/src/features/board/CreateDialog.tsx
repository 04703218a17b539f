import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { offerQuery } from "../../api/availability";
import { Problem } from "../../api/client";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Party, Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";

import { type BoardUnit, useBlock, useBook } from "./queries";

export interface Selection {
  unit: BoardUnit;
  stay: Stay;
  kind: "booking" | "block";
}

interface Props {
  selection: Selection;
  property: string;
  kinds: ("booking" | "block")[];
  onClose: () => void;
  onBooked: (id: string) => void;
}

/** The price is per unit, so any party gives it. */
const ONE_GUEST: Party = { adults: 1, children: 0 };

const words = staffTexts.create;

/** Free nights: sell them, or take them out of sale. */
export function CreateDialog({ selection, property, kinds, onClose, onBooked }: Props) {
  const [kind, setKind] = useState(kinds.includes(selection.kind) ? selection.kind : kinds[0]);
  const { unit, stay } = selection;
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": staffTexts.close }}
      title={`${words.title}: ${unit.name}`}
      size="lg"
    >
      <Stack>
        <Text>
          {formatStay(stay)}, {staffTexts.nights(nightsBetween(stay.checkIn, stay.checkOut))}
        </Text>
        {kinds.length > 1 && (
          <SegmentedControl
            aria-label={words.kind}
            value={kind ?? "booking"}
            onChange={(value) => setKind(value as Selection["kind"])}
            data={[
              { value: "booking", label: words.booking },
              { value: "block", label: words.block },
            ]}
          />
        )}
        {kind === "block" ? (
          <BlockForm unitId={unit.id} stay={stay} onClose={onClose} />
        ) : (
          <BookForm unit={unit} stay={stay} property={property} onClose={onClose} onBooked={onBooked} />
        )}
      </Stack>
    </Modal>
  );
}

function BlockForm({ unitId, stay, onClose }: { unitId: string; stay: Stay; onClose: () => void }) {
  const block = useBlock();
  const form = useForm({ mode: "uncontrolled", initialValues: { reason: "" } });
  const submit = form.onSubmit(({ reason }) =>
    block.mutate(
      { unitId, from: stay.checkIn, to: stay.checkOut, reason },
      {
        onSuccess: (made) => {
          notifications.show({
            title: words.blocked,
            message: formatStay(stay),
            color: "forest",
            id: made.id,
          });
          onClose();
        },
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        {block.error && <ErrorAlert error={block.error} />}
        <TextInput
          label={words.reason}
          description={words.reasonHint}
          required
          maxLength={200}
          data-autofocus
          key={form.key("reason")}
          {...form.getInputProps("reason")}
        />
        <Buttons onClose={onClose} submit={words.doBlock} pending={block.isPending} />
      </Stack>
    </form>
  );
}

interface BookProps {
  unit: BoardUnit;
  stay: Stay;
  property: string;
  onClose: () => void;
  onBooked: (id: string) => void;
}

function BookForm({ unit, stay, property, onClose, onBooked }: BookProps) {
  const book = useBook();
  const form = useForm({
    initialValues: {
      guest: { name: "", email: "", phone: "" },
      adults: Math.min(2, unit.sleeps),
      children: 0,
      notes: "",
    },
  });
  const offer = useQuery(offerQuery(property, unit.id, stay, ONE_GUEST));
  const submit = form.onSubmit(({ guest, ...values }) =>
    book.mutate(
      {
        ...values,
        ...stay,
        unitIds: [unit.id],
        guest: { name: guest.name, email: guest.email || null, phone: guest.phone || null },
      },
      {
        onSuccess: (made) => {
          notifications.show({
            title: words.booked(made.code),
            message: formatMoney(made.total),
            color: "forest",
          });
          onBooked(made.id);
        },
        onError: (error) => {
          if (error instanceof Problem) form.setErrors(error.fields);
        },
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        {book.error && <ErrorAlert error={book.error} />}
        <TextInput
          label={words.guest}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("guest.name")}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={words.email} type="email" {...form.getInputProps("guest.email")} />
          <TextInput label={words.phone} type="tel" {...form.getInputProps("guest.phone")} />
          <NumberInput
            label={words.adults}
            min={1}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps("adults")}
          />
          <NumberInput
            label={words.children}
            min={0}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps("children")}
          />
        </SimpleGrid>
        <Textarea
          label={words.notes}
          autosize
          minRows={2}
          maxLength={4000}
          {...form.getInputProps("notes")}
        />
        <Text mih={24}>{offer.data && `${words.price}: ${formatMoney(offer.data.total)}`}</Text>
        <Buttons onClose={onClose} submit={words.book} pending={book.isPending} />
      </Stack>
    </form>
  );
}

function Buttons({ onClose, submit, pending }: { onClose: () => void; submit: string; pending: boolean }) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {staffTexts.back}
      </Button>
      <Button type="submit" loading={pending}>
        {submit}
      </Button>
    </Group>
  );
}
