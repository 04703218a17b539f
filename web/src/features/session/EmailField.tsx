import { TextInput, type TextInputProps } from "@mantine/core";
import { t } from "../../text/texts";

/** The address that one signs in with. */
export function EmailField(field: Omit<TextInputProps, "label" | "type" | "autoComplete" | "required">) {
  return <TextInput {...field} label={t.signIn.email} type="email" autoComplete="username" required />;
}
