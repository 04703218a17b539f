import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { t } from "../../text/en";

/** A password that is chosen now, with the advice that goes with it. */
export function NewPassword(props: PasswordInputProps & { label: string }) {
  return (
    <PasswordInput description={t.session.register.passwordHint} autoComplete="new-password" required {...props} />
  );
}
