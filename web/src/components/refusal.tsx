// Where the sentence of a refusal is shown: at its field when it is about one, above the form otherwise.
import type { UseFormReturnType } from "@mantine/form";
import { Problem } from "../api/client";
import { fieldText } from "../text/public/field-errors";
import { refusalText } from "../text/public/refusals";
import { Failure } from "./Failure";

/** Refusals that are about one field without naming it, by their code: `{ slug_taken: "slug" }`. */
export type FieldOfCode = Readonly<Record<string, string>>;

/** What the API says about a new password, whatever the field is called. */
export function aboutPassword(field: string): FieldOfCode {
  return { password_too_short: field, password_too_long: field, password_too_common: field };
}

/** The sentences of a refusal by field. */
export function fieldsOf(error: unknown, byCode: FieldOfCode = {}): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const said = Object.entries(error.fields).map(([field, wrong]) => [field, fieldText(wrong)]);
  const field = byCode[error.code];
  return { ...Object.fromEntries(said), ...(field !== undefined && { [field]: refusalText(error) }) };
}

interface Place<Values> {
  error: unknown;
  form: UseFormReturnType<Values>;
  byCode?: FieldOfCode;
}

/** Puts the sentences of a refusal next to the fields of a form. */
export function placeRefusal<Values>({ error, form, byCode }: Place<Values>): void {
  form.setErrors(fieldsOf(error, byCode));
}

/** What no field of the form shows. */
export function RestOfRefusal<Values extends object>({ error, form, byCode }: Place<Values>) {
  const fields = Object.keys(fieldsOf(error, byCode));
  const shown = form.getValues();
  if (!error || (fields.length > 0 && fields.every((field) => field in shown))) return null;
  return <Failure error={error} />;
}
