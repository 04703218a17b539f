// Shows API errors in forms: at their field if they concern one, otherwise above the form.
import type { UseFormReturnType } from "@mantine/form";
import { Problem } from "../api/client";
import { fieldText } from "../text/public/field-errors";
import { refusalText } from "../text/public/refusals";
import { ErrorAlert } from "./ErrorAlert";

/** The field of errors that concern one field without naming it, by error code: `{ slug_taken: "slug" }`. */
export type FieldByCode = Readonly<Record<string, string>>;

/** Assigns the errors about a new password to its field. */
export function passwordErrorField(field: string): FieldByCode {
  return { password_too_short: field, password_too_long: field, password_too_common: field };
}

/** The messages of an error, by field. */
export function fieldErrors(error: unknown, fieldByCode: FieldByCode = {}): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const messages = Object.entries(error.fields).map(([field, wrong]) => [field, fieldText(wrong)]);
  const field = fieldByCode[error.code];
  return { ...Object.fromEntries(messages), ...(field !== undefined && { [field]: refusalText(error) }) };
}

interface FormError<Values> {
  error: unknown;
  form: UseFormReturnType<Values>;
  fieldByCode?: FieldByCode;
}

/** Shows the messages of an error at the fields of a form. */
export function setFormErrors<Values>({ error, form, fieldByCode }: FormError<Values>): void {
  form.setErrors(fieldErrors(error, fieldByCode));
}

/** Shows an error above the form, unless all its messages are shown at fields. */
export function FormErrorAlert<Values extends object>({ error, form, fieldByCode }: FormError<Values>) {
  const fields = Object.keys(fieldErrors(error, fieldByCode));
  const values = form.getValues();
  if (!error || (fields.length > 0 && fields.every((field) => field in values))) return null;
  return <ErrorAlert error={error} />;
}
