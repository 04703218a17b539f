import { useForm } from "@mantine/form";
import type { ComponentProps } from "react";
import { ApiForm, withInput } from "../../components/ApiForm";
import { passwordErrorField } from "../../components/form-errors";
import { PasswordField } from "../../components/PasswordField";
import { LinkPage, NewLinkButton } from "./LinkPage";
import type { useReset, useVerify } from "./links";

const fieldByCode = passwordErrorField("password");

interface Props {
  texts: ComponentProps<typeof LinkPage>["texts"] & { password: string; submit: string; again: string };
  mutation: ReturnType<typeof useReset | typeof useVerify>;
  newLinkPath: ComponentProps<typeof NewLinkButton>["to"];
}

/** A page on which a password is chosen by the link of an e-mail. */
export function ChoosePasswordPage({ texts, mutation, newLinkPath }: Props) {
  const form = useForm({ mode: "uncontrolled", initialValues: { password: "" } });
  return (
    <LinkPage
      texts={texts}
      mutation={mutation}
      newLink={<NewLinkButton to={newLinkPath}>{texts.again}</NewLinkButton>}
    >
      {(token) => (
        <ApiForm
          form={form}
          mutation={withInput(mutation, ({ password }: { password: string }) => ({ token, password }))}
          fieldByCode={fieldByCode}
          submitLabel={texts.submit}
          fullWidth
        >
          <PasswordField
            label={texts.password}
            isNew
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
        </ApiForm>
      )}
    </LinkPage>
  );
}
