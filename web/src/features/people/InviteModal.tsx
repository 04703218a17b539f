import { Select, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { ApiForm } from "../../components/ApiForm";
import { peopleTexts } from "../../text/signed-in/people";
import { useMe } from "../session/session";
import { FormModal } from "./FormModal";
import { useInvite } from "./invitations";
import { assignableRoles, roleOptions } from "./roles";
import type { Role } from "./users";

export function InviteModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const me = useMe();
  const invite = useInvite();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "", email: "", role: "AGENT" as Role },
  });
  const text = peopleTexts.form;
  return (
    <FormModal title={text.inviteTitle} opened={opened} isPending={invite.isPending} onClose={onClose}>
      <ApiForm
        form={form}
        mutation={invite}
        submitLabel={text.inviteSubmit}
        onSuccess={() => {
          notifications.show({ message: peopleTexts.done.invited(form.getValues().email) });
          form.reset();
          onClose();
        }}
      >
        <Text c="dimmed">{text.inviteWhy}</Text>
        <TextInput
          label={text.name}
          required
          data-autofocus
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={text.email}
          type="email"
          required
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <Select
          label={text.role}
          required
          allowDeselect={false}
          data={roleOptions(assignableRoles(me))}
          key={form.key("role")}
          {...form.getInputProps("role")}
        />
      </ApiForm>
    </FormModal>
  );
}
