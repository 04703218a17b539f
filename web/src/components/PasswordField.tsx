import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { t } from "../text/texts";

interface Props extends Omit<PasswordInputProps, "autoComplete" | "required" | "description"> {
  label: string;
  /** One that is chosen now, with the advice that goes with it; a password manager offers one then. */
  chosen?: boolean;
}

export function PasswordField({ chosen = false, ...field }: Props) {
  return (
    <PasswordInput
      {...field}
      {...(chosen ? { description: t.session.passwordHint } : {})}
      visibilityToggleButtonProps={{ "aria-label": t.session.showPassword }}
      autoComplete={chosen ? "new-password" : "current-password"}
      required
    />
  );
}
