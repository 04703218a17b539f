import { Textarea, TextInput } from "@mantine/core";
import { t } from "../../text/texts";
import type { GuestInput } from "./draft";
import type { GuestField } from "./guest-validation";

export const FIELDS = [
  { name: "name", autoComplete: "name", type: "text", required: true, maxLength: 120 },
  { name: "email", autoComplete: "email", type: "email", required: false, maxLength: 254 },
  { name: "phone", autoComplete: "tel", type: "tel", required: false, maxLength: 32 },
] as const;

interface Props {
  values: GuestInput;
  /** The messages of the validation in the browser. */
  errors: Partial<Record<GuestField, string>>;
  /** The messages of the API, by their path in the request, such as `guest.email`. */
  serverErrors: Record<string, string>;
  onChange: (values: GuestInput) => void;
  notes: { label: string; description: string; minRows: number };
  /** Whether the user books for themselves. Only then the browser may fill in the fields. */
  isOwn: boolean;
  size: "sm" | "md";
}

/** The fields of a guest: name, contact and notes. */
export function GuestFields({ values, errors, serverErrors, onChange, notes, isOwn, size }: Props) {
  const current: GuestInput = {
    name: values.name,
    email: values.email,
    phone: values.phone,
    notes: values.notes,
  };
  return (
    <>
      {FIELDS.map((field) => (
        <TextInput
          key={field.name}
          name={field.name}
          label={t.guest.book[field.name]}
          type={field.type}
          autoComplete={isOwn ? field.autoComplete : "off"}
          maxLength={field.maxLength}
          required={field.required}
          size={size}
          value={values[field.name]}
          error={serverErrors[`guest.${field.name}`] ?? errors[field.name]}
          onChange={(event) => onChange({ ...current, [field.name]: event.currentTarget.value })}
        />
      ))}
      <Textarea
        {...notes}
        autosize
        maxLength={4000}
        size={size}
        value={values.notes}
        error={serverErrors.notes}
        onChange={(event) => onChange({ ...current, notes: event.currentTarget.value })}
      />
    </>
  );
}

/** Focuses the first field with an error. Returns whether there is one. */
export function focusFirstError(
  form: HTMLFormElement | null,
  errors: Partial<Record<GuestField, string>>,
): boolean {
  const first = FIELDS.find((field) => errors[field.name]);
  if (first) form?.querySelector<HTMLInputElement>(`[name=${first.name}]`)?.focus();
  return first !== undefined;
}
