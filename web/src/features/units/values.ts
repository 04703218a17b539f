// What the form of a unit holds, and the way from the wire and back.
import { Problem, type Schemas } from "../../api/client";
import type { Unit } from "../../api/units";
import { moneyInput, parseMoney } from "../../format/money";

export interface UnitValues {
  name: string;
  slug: string;
  sleeps: number | string;
  /** As somebody types it, in the property's currency. */
  price: string;
  description: string;
  amenities: string[];
}

export const NOTHING: UnitValues = {
  name: "",
  slug: "",
  sleeps: 2,
  price: "",
  description: "",
  amenities: [],
};
export const FIELDS = Object.keys(NOTHING) as (keyof UnitValues)[];

export function valuesOf({ name, slug, sleeps, price, description, amenities }: Unit): UnitValues {
  return { name, slug, sleeps, price: moneyInput(price), description, amenities };
}

type Wire = Pick<Schemas["UnitIn"], "name" | "slug" | "sleeps" | "price" | "description" | "amenities">;

/** The values for the wire; the form has seen to it that the price is an amount. */
export function wireOf(values: UnitValues, currency: string): Wire {
  const price = parseMoney(values.price, currency) ?? { amount: -1, currency };
  return { ...values, sleeps: Number(values.sleeps), price };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Only what differs, with what was seen there: what somebody else set in the meantime is neither set back nor overwritten unseen. */
export function changesOf(seen: Unit, values: UnitValues): Schemas["UnitPatch"] | null {
  const wanted = wireOf(values, seen.price.currency);
  const names = FIELDS.filter((name) => !same(seen[name], name === "price" ? wanted.price : wanted[name]));
  if (names.length === 0) return null;
  const pick = (from: Wire) => Object.fromEntries(names.map((name) => [name, from[name]]));
  return { ...pick(wanted), seen: pick(seen) };
}

const LETTERS: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", ø: "o", đ: "d", ł: "l", ı: "i" };

/** A short name for addresses out of a name; empty when it has no letter that addresses have. */
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

/** The refusal with each sentence at a field of the form: `/price/amount` is about the price. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const fields = Object.fromEntries(
    Object.entries(error.fields).map(([pointer, detail]) => [pointer.split(".")[0] ?? pointer, detail]),
  );
  return new Problem(error.status, error.code, error.message, fields, error.facts);
}

/** The fields that somebody else changed, when that is why the API refused. */
export function conflictOf(error: unknown): (keyof UnitValues)[] | null {
  if (!(error instanceof Problem) || error.code !== "unit_changed" || !Array.isArray(error.facts.fields))
    return null;
  const named: unknown[] = error.facts.fields;
  return FIELDS.filter((name) => named.includes(name));
}
