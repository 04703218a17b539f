// The facts of an event as table rows, with the values before and after where the event has both.
import { formatMoney } from "../../format/money";
import { auditTexts } from "../../text/signed-in/audit";
import { t } from "../../text/texts";
import type { Names } from "./sentence";

export interface FactRow {
  name: string;
  before: string | null;
  after: string;
}

interface Context {
  names: Names;
  currency: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The label of a fact. An unknown fact is labelled by its name: `check_in` as `Check in`, `fee_minor` as
 * `Fee`.
 */
function labelOf(name: string): string {
  const labels: Readonly<Record<string, string>> = auditTexts.facts;
  if (Object.hasOwn(labels, name)) return labels[name] ?? name;
  const words = name.replace(/_minor$/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueText(name: string, value: unknown, context: Context): string {
  if (value === null || value === undefined || value === "") return auditTexts.nothing;
  if (typeof value === "boolean") return value ? auditTexts.yes : auditTexts.no;
  if (typeof value === "number" && name.endsWith("_minor")) {
    return formatMoney({ amount: value, currency: context.currency });
  }
  if (Array.isArray(value))
    return value.map((item) => valueText(name, item, context)).join(", ") || auditTexts.nothing;
  if (isRecord(value)) return JSON.stringify(value);
  const text = String(value);
  return text in t.roles ? t.roles[text as keyof typeof t.roles] : (context.names.get(text) ?? text);
}

/** The rows of changed values, then those of other facts. */
export function factRows(facts: Record<string, unknown>, context: Context): FactRow[] {
  const { before, after, ...other } = facts;
  const currency = typeof facts.currency === "string" ? facts.currency : context.currency;
  const inCurrency = { ...context, currency };
  const row = (name: string, valueBefore: unknown, valueAfter: unknown): FactRow => ({
    name: labelOf(name),
    before: valueText(name, valueBefore, inCurrency),
    after: valueText(name, valueAfter, inCurrency),
  });
  const changed =
    isRecord(before) && isRecord(after)
      ? [...new Set([...Object.keys(before), ...Object.keys(after)])]
          .map((name) => row(name, before[name], after[name]))
          .filter((candidate) => candidate.before !== candidate.after)
      : before !== undefined && after !== undefined
        ? [row("value", before, after)]
        : [];
  return [
    ...changed,
    ...Object.entries(other).map(([name, value]) => ({
      name: labelOf(name),
      before: null,
      after: valueText(name, value, inCurrency),
    })),
  ];
}
