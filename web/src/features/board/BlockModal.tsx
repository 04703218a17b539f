import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { ErrorAlert } from "../../components/ErrorAlert";
import { formatStay } from "../../components/stay/format-stay";
import { nightsBetween } from "../../format/dates";
import type { Stay } from "../../format/stay";
import { staffTexts } from "../../text/signed-in/staff";
import { type Bar, unitName } from "./bars";
import { type BoardUnit, useChangeBlock, useDeleteBlock } from "./queries";
import { StayAndUnitFields } from "./StayAndUnitFields";

export interface BlockProposal {
  bar: Bar;
  /** The unit and dates of the form: where the block was dropped, or where it is. */
  unitId: string;
  stay: Stay;
}

interface Props {
  proposal: BlockProposal;
  units: readonly BoardUnit[];
  mayChange: boolean;
  onClose: () => void;
}

const texts = staffTexts.block;

/** Shows a block: its reason, unit and dates. Changes or deletes it. */
export function BlockModal({ proposal, units, mayChange, onClose }: Props) {
  const { bar } = proposal;
  const deleteBlock = useDeleteBlock();
  const deleteAndClose = () =>
    deleteBlock.mutate(bar.id, {
      onSuccess: () => {
        notifications.show({ message: texts.lifted, color: "forest" });
        onClose();
      },
    });
  return (
    <Modal opened onClose={onClose} title={`${texts.title}: ${unitName(units, bar.unitId)}`} size="lg">
      <Stack>
        {deleteBlock.error && <ErrorAlert error={deleteBlock.error} />}
        <div>
          <Text fw={600}>{bar.text}</Text>
          <Text>
            {formatStay(bar)}, {staffTexts.nights(nightsBetween(bar.checkIn, bar.checkOut))}
          </Text>
        </div>
        {mayChange ? (
          <ChangeForm proposal={proposal} units={units} onClose={onClose}>
            <Button color="clay" variant="light" loading={deleteBlock.isPending} onClick={deleteAndClose}>
              {texts.lift}
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
  const [draft, setDraft] = useState({ unitId: proposal.unitId, ...proposal.stay, reason: bar.text });
  const change = useChangeBlock();
  const save = () =>
    change.mutate(
      { id: bar.id, unitId: draft.unitId, from: draft.checkIn, to: draft.checkOut, reason: draft.reason },
      {
        onSuccess: (updated) => {
          const stay = formatStay({ checkIn: updated.from, checkOut: updated.to });
          const message = `${updated.unitName}, ${stay}`;
          notifications.show({ title: texts.changed, message, color: "forest" });
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
        <StayAndUnitFields
          labels={texts}
          units={units}
          value={draft}
          onChange={(changed) => setDraft({ ...draft, ...changed })}
        />
        <TextInput
          label={staffTexts.create.reason}
          required
          maxLength={200}
          value={draft.reason}
          onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
        />
        <Group justify="space-between">
          {children}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {staffTexts.back}
            </Button>
            <Button type="submit" loading={change.isPending} data-autofocus>
              {texts.save}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
