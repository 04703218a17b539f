import { TextInput, type TextInputProps } from "@mantine/core";
import { t } from "../../text/texts";

/** The e-mail address of an account. */
export function EmailField(field: Omit<TextInputProps, "label" | "type" | "autoComplete" | "required">) {
  return <TextInput {...field} label={t.signIn.email} type="email" autoComplete="username" required />;
}
