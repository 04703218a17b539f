// The values of the unit form, and their conversion from and to the API.
import { Problem, type Schemas } from "../../api/client";
import type { Unit } from "../../api/units";
import { moneyInput, parseMoney } from "../../format/money";

export interface UnitValues {
  name: string;
  slug: string;
  sleeps: number | string;
  /** The input for an amount in the currency of the property. */
  price: string;
  description: string;
  amenities: string[];
}

export const EMPTY_VALUES: UnitValues = {
  name: "",
  slug: "",
  sleeps: 2,
  price: "",
  description: "",
  amenities: [],
};
export const FIELDS = Object.keys(EMPTY_VALUES) as (keyof UnitValues)[];

export function valuesOf({ name, slug, sleeps, price, description, amenities }: Unit): UnitValues {
  return { name, slug, sleeps, price: moneyInput(price), description, amenities };
}

type UnitInput = Pick<Schemas["UnitIn"], "name" | "slug" | "sleeps" | "price" | "description" | "amenities">;

/** The values for the API. The form has validated the price. */
export function toUnitInput(values: UnitValues, currency: string): UnitInput {
  const price = parseMoney(values.price, currency) ?? { amount: -1, currency };
  return { ...values, sleeps: Number(values.sleeps), price };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The fields that differ, with the values that were seen. The API rejects them if another user has changed
 * one of these. Null when nothing differs.
 */
export function unitPatch(seen: Unit, values: UnitValues): Schemas["UnitPatch"] | null {
  const input = toUnitInput(values, seen.price.currency);
  const names = FIELDS.filter((name) => !isEqual(seen[name], name === "price" ? input.price : input[name]));
  if (names.length === 0) return null;
  const pick = (from: UnitInput) => Object.fromEntries(names.map((name) => [name, from[name]]));
  return { ...pick(input), seen: pick(seen) };
}

const LETTERS: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", ø: "o", đ: "d", ł: "l", ı: "i" };

/** A slug made of the name. Empty if the name has no Latin letters or digits. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[ßæøđłı]/g, (letter) => LETTERS[letter] ?? "")
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

/** The error with its messages at the fields of the form: `price.amount` belongs to `price`. */
export function withFormFields(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const fields = Object.fromEntries(
    Object.entries(error.fields).map(([pointer, wrong]) => [pointer.split(".")[0] ?? pointer, wrong]),
  );
  return new Problem(error.status, error.code, error.message, fields, error.facts);
}

/** The fields that another user changed, if that is why the API rejected the change. */
export function conflictingFields(error: unknown): (keyof UnitValues)[] | null {
  if (!(error instanceof Problem) || error.code !== "unit_changed" || !Array.isArray(error.facts.fields))
    return null;
  const named: unknown[] = error.facts.fields;
  return FIELDS.filter((name) => named.includes(name));
}
