import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { FormSection } from "../../components/FormSection";
import { accountTexts } from "../../text/signed-in/account";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { useChangeProfile } from "./profile";

export function ProfileForm() {
  const me = useMe();
  const change = useChangeProfile();
  const text = accountTexts.profile;
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: me?.name ?? "", phone: me?.phone ?? "" },
  });
  return (
    <FormSection
      title={text.title}
      form={form}
      mutation={change}
      submitLabel={t.save}
      savedMessage={text.saved}
    >
      <TextInput label={text.email} value={me?.email ?? ""} readOnly variant="filled" />
      <TextInput
        label={text.name}
        autoComplete="name"
        required
        key={form.key("name")}
        {...form.getInputProps("name")}
      />
      <TextInput
        label={text.phone}
        description={text.phoneHint}
        type="tel"
        autoComplete="tel"
        key={form.key("phone")}
        {...form.getInputProps("phone")}
      />
    </FormSection>
  );
}
