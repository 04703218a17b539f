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
import { ErrorAlert } from "../../components/ErrorAlert";
import { fieldErrors } from "../../components/form-errors";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import { formatMoney } from "../../format/money";
import type { Party, Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { type BoardUnit, useCreateBlock, useCreateBooking } from "./queries";
import { StayAndUnitFields } from "./StayAndUnitFields";

export interface Selection {
  unitId: string;
  stay: Stay;
  kind: "booking" | "block";
}

interface Props {
  selection: Selection;
  units: readonly BoardUnit[];
  property: string;
  kinds: ("booking" | "block")[];
  onClose: () => void;
  onBooked: (id: string) => void;
}

/** The price is per unit, so any party gives it. */
const ONE_GUEST: Party = { adults: 1, children: 0 };

const texts = staffTexts.create;

/** Books or blocks free nights. Their dates and their unit can be changed here too. */
export function CreateModal({ selection, units, property, kinds, onClose, onBooked }: Props) {
  const [kind, setKind] = useState(kinds.includes(selection.kind) ? selection.kind : kinds[0]);
  const [chosen, setChosen] = useState({ ...selection.stay, unitId: selection.unitId });
  const unit = units.find(({ id }) => id === chosen.unitId);
  if (!unit) return null;
  const stay = { checkIn: chosen.checkIn, checkOut: chosen.checkOut };
  return (
    <Modal opened onClose={onClose} title={`${texts.title}: ${unit.name}`} size="lg">
      <Stack>
        <Text>
          {formatStay(stay)}, {staffTexts.nights(nightsBetween(stay.checkIn, stay.checkOut))}
        </Text>
        {kinds.length > 1 && (
          <SegmentedControl
            aria-label={texts.kind}
            value={kind ?? "booking"}
            onChange={(value) => setKind(value as Selection["kind"])}
            data={[
              { value: "booking", label: texts.booking },
              { value: "block", label: texts.block },
            ]}
          />
        )}
        <StayAndUnitFields
          labels={
            kind === "block"
              ? staffTexts.block
              : { from: staffTexts.move.checkIn, to: staffTexts.move.checkOut }
          }
          units={units}
          value={chosen}
          onChange={(changed) => setChosen((old) => ({ ...old, ...changed }))}
        />
        {kind === "block" ? (
          <BlockForm unitId={unit.id} stay={stay} onClose={onClose} />
        ) : (
          <BookingForm unit={unit} stay={stay} property={property} onClose={onClose} onBooked={onBooked} />
        )}
      </Stack>
    </Modal>
  );
}

function BlockForm({ unitId, stay, onClose }: { unitId: string; stay: Stay; onClose: () => void }) {
  const createBlock = useCreateBlock();
  const form = useForm({ mode: "uncontrolled", initialValues: { reason: "" } });
  const submit = form.onSubmit(({ reason }) =>
    createBlock.mutate(
      { unitId, from: stay.checkIn, to: stay.checkOut, reason },
      {
        onSuccess: (created) => {
          notifications.show({
            title: texts.blocked,
            message: formatStay(stay),
            color: "forest",
            id: created.id,
          });
          onClose();
        },
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        {createBlock.error && <ErrorAlert error={createBlock.error} />}
        <TextInput
          label={texts.reason}
          description={texts.reasonHint}
          required
          maxLength={200}
          data-autofocus
          key={form.key("reason")}
          {...form.getInputProps("reason")}
        />
        <FormButtons onClose={onClose} submit={texts.doBlock} isPending={createBlock.isPending} />
      </Stack>
    </form>
  );
}

interface BookingFormProps {
  unit: BoardUnit;
  stay: Stay;
  property: string;
  onClose: () => void;
  onBooked: (id: string) => void;
}

function BookingForm({ unit, stay, property, onClose, onBooked }: BookingFormProps) {
  const createBooking = useCreateBooking();
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
    createBooking.mutate(
      {
        ...values,
        ...stay,
        unitIds: [unit.id],
        guest: { name: guest.name, email: guest.email || null, phone: guest.phone || null },
      },
      {
        onSuccess: (created) => {
          notifications.show({
            title: texts.booked(created.code),
            message: formatMoney(created.total),
            color: "forest",
          });
          onBooked(created.id);
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  );
  return (
    <form onSubmit={submit}>
      <Stack>
        {createBooking.error && <ErrorAlert error={createBooking.error} />}
        <TextInput
          label={texts.guest}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("guest.name")}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={texts.email} type="email" {...form.getInputProps("guest.email")} />
          <TextInput label={texts.phone} type="tel" {...form.getInputProps("guest.phone")} />
          <NumberInput
            label={texts.adults}
            min={1}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps("adults")}
          />
          <NumberInput
            label={texts.children}
            min={0}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps("children")}
          />
        </SimpleGrid>
        <Textarea
          label={texts.notes}
          autosize
          minRows={2}
          maxLength={4000}
          {...form.getInputProps("notes")}
        />
        <Text mih={24} aria-live="polite">
          {offer.data && `${texts.price}: ${formatMoney(offer.data.total)}`}
          {offer.data === null && texts.notFree}
        </Text>
        <FormButtons onClose={onClose} submit={texts.book} isPending={createBooking.isPending} />
      </Stack>
    </form>
  );
}

function FormButtons({
  onClose,
  submit,
  isPending,
}: {
  onClose: () => void;
  submit: string;
  isPending: boolean;
}) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {staffTexts.back}
      </Button>
      <Button type="submit" loading={isPending}>
        {submit}
      </Button>
    </Group>
  );
}
