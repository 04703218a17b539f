import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { t } from "../text/texts";

interface Props extends Omit<PasswordInputProps, "autoComplete" | "required" | "description"> {
  label: string;
  /** For a new password: shows the hint for good passwords, and password managers suggest one. */
  isNew?: boolean;
}

export function PasswordField({ isNew = false, ...field }: Props) {
  return (
    <PasswordInput
      {...field}
      {...(isNew ? { description: t.session.passwordHint } : {})}
      visibilityToggleButtonProps={{ "aria-label": t.session.showPassword }}
      autoComplete={isNew ? "new-password" : "current-password"}
      required
    />
  );
}
