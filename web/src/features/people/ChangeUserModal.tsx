import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { ApiForm, withInput } from "../../components/ApiForm";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { FormModal } from "./FormModal";
import { type User, useChangeUser } from "./users";

interface Values {
  name: string;
  phone: string;
}

interface Props {
  user: User;
  opened: boolean;
  onClose: () => void;
}

export function ChangeUserModal({ user, opened, onClose }: Props) {
  const change = useChangeUser(user);
  const form = useForm({ mode: "uncontrolled", initialValues: { name: user.name, phone: user.phone ?? "" } });
  const text = peopleTexts.form;
  return (
    <FormModal
      title={text.changeTitle(user.name)}
      opened={opened}
      isPending={change.isPending}
      onClose={onClose}
    >
      <ApiForm
        form={form}
        mutation={withInput(change, ({ name, phone }: Values) => ({ name, phone: phone.trim() || null }))}
        submitLabel={t.save}
        onSuccess={({ name }) => {
          notifications.show({ message: peopleTexts.done.changed(name) });
          onClose();
        }}
      >
        <TextInput
          label={text.name}
          required
          data-autofocus
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <TextInput label={text.phone} type="tel" key={form.key("phone")} {...form.getInputProps("phone")} />
      </ApiForm>
    </FormModal>
  );
}
