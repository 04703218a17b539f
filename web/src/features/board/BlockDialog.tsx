import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { type Bar, unitName } from "./bars";
import { Place } from "./Place";
import { type BoardUnit, useChangeBlock, useLift } from "./queries";

export interface BlockProposal {
  bar: Bar;
  /** Where it shall be; as it is, when it was only opened. */
  unitId: string;
  stay: Stay;
}

interface Props {
  proposal: BlockProposal;
  units: readonly BoardUnit[];
  mayChange: boolean;
  onClose: () => void;
}

const words = staffTexts.block;

/** A block: why, where and how long, and the way to change or lift it. */
export function BlockDialog({ proposal, units, mayChange, onClose }: Props) {
  const { bar } = proposal;
  const lift = useLift();
  const doLift = () =>
    lift.mutate(bar.id, {
      onSuccess: () => {
        notifications.show({ message: words.lifted, color: "forest" });
        onClose();
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ "aria-label": staffTexts.close }}
      title={`${words.title}: ${unitName(units, bar.unitId)}`}
      size="lg"
    >
      <Stack>
        {lift.error && <ErrorAlert error={lift.error} />}
        <div>
          <Text fw={600}>{bar.text}</Text>
          <Text>
            {formatStay(bar)}, {staffTexts.nights(nightsBetween(bar.checkIn, bar.checkOut))}
          </Text>
        </div>
        {mayChange ? (
          <ChangeForm proposal={proposal} units={units} onClose={onClose}>
            <Button color="clay" variant="light" loading={lift.isPending} onClick={doLift}>
              {words.lift}
            </Button>
          </ChangeForm>
        ) : (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              {staffTexts.back}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

function ChangeForm({
  proposal,
  units,
  onClose,
  children,
}: Omit<Props, "mayChange"> & {
  children: React.ReactNode;
}) {
  const { bar } = proposal;
  const [wanted, setWanted] = useState({ unitId: proposal.unitId, ...proposal.stay, reason: bar.text });
  const change = useChangeBlock();
  const save = () =>
    change.mutate(
      { id: bar.id, unitId: wanted.unitId, from: wanted.checkIn, to: wanted.checkOut, reason: wanted.reason },
      {
        onSuccess: (made) => {
          const message = `${made.unitName}, ${formatStay({ checkIn: made.from, checkOut: made.to })}`;
          notifications.show({ title: words.changed, message, color: "forest" });
          onClose();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack>
        {change.error && <ErrorAlert error={change.error} />}
        <Place
          labels={words}
          units={units}
          wanted={wanted}
          onChange={(place) => setWanted({ ...wanted, ...place })}
        />
        <TextInput
          label={staffTexts.create.reason}
          required
          maxLength={200}
          value={wanted.reason}
          onChange={(event) => setWanted({ ...wanted, reason: event.currentTarget.value })}
        />
        <Group justify="space-between">
          {children}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {staffTexts.back}
            </Button>
            <Button type="submit" loading={change.isPending} data-autofocus>
              {words.save}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
