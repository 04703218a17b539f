// The facts of an event as rows to read: before and after side by side where the event has both.
import { formatMoney } from "../../format/money";
import { auditTexts } from "../../text/signed-in/audit";
import { t } from "../../text/texts";
import type { Names } from "./sentence";

export interface FactRow {
  name: string;
  before: string | null;
  after: string;
}

interface Knowledge {
  names: Names;
  currency: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fact's name in the active language. One that is not known here is its own name: `check_in` as `Check in`, amounts without their unit. */
function label(name: string): string {
  const known: Readonly<Record<string, string>> = auditTexts.facts;
  if (Object.hasOwn(known, name)) return known[name] ?? name;
  const words = name.replace(/_minor$/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(name: string, value: unknown, known: Knowledge): string {
  const text = auditTexts;
  if (value === null || value === undefined || value === "") return text.nothing;
  if (typeof value === "boolean") return value ? text.yes : text.no;
  if (typeof value === "number" && name.endsWith("_minor")) {
    return formatMoney({ amount: value, currency: known.currency });
  }
  if (Array.isArray(value)) return value.map((one) => shown(name, one, known)).join(", ") || text.nothing;
  if (isRecord(value)) return JSON.stringify(value);
  const word = String(value);
  return word in t.roles ? t.roles[word as keyof typeof t.roles] : (known.names.get(word) ?? word);
}

/** Rows of what changed, then rows of what was simply said. */
export function factRows(facts: Record<string, unknown>, known: Knowledge): FactRow[] {
  const { before, after, ...said } = facts;
  const currency = typeof facts.currency === "string" ? facts.currency : known.currency;
  const told = { ...known, currency };
  const row = (name: string, earlier: unknown, later: unknown): FactRow => ({
    name: label(name),
    before: shown(name, earlier, told),
    after: shown(name, later, told),
  });
  const changed =
    isRecord(before) && isRecord(after)
      ? [...new Set([...Object.keys(before), ...Object.keys(after)])]
          .map((name) => row(name, before[name], after[name]))
          .filter((one) => one.before !== one.after)
      : before !== undefined && after !== undefined
        ? [row("value", before, after)]
        : [];
  return [
    ...changed,
    ...Object.entries(said).map(([name, value]) => ({
      name: label(name),
      before: null,
      after: shown(name, value, told),
    })),
  ];
}
