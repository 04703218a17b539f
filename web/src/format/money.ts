// Money as people read it. Amounts are whole minor units and never leave this shape before this place.
import { formatLocale } from "../text/locale";

export interface Money {
  amount: number;
  currency: string;
}

// ISO 4217 says how many digits a minor unit has. Intl cannot be asked: it knows how many are usually shown, which for PKR are none.
const DIGITS: Record<string, number> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    .split(" ")
    .map((code) => [code, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3]),
  ..."CLF UYW".split(" ").map((code) => [code, 4]),
]);

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let found = formats.get(key);
  if (!found) {
    const digits = digitsOf(currency);
    found = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "code",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, found);
  }
  return found;
}

/** How many digits the minor unit of a currency has (ISO 4217). */
export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** `PKR 45,000.00`: the minor unit of the currency decides where the point goes. */
export function formatMoney(money: Money, locale = formatLocale()): string {
  return formatOf(money.currency, locale).format(money.amount / 10 ** digitsOf(money.currency));
}

const TYPED = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

/** What somebody typed as an amount, `12,000.50`, in minor units: digit by digit, never through a fraction. Null when it is none, or finer than the currency. */
export function parseMoney(typed: string, currency: string): Money | null {
  const [, whole, fraction = ""] = TYPED.exec(typed.replace(/\s/g, "")) ?? [];
  const digits = digitsOf(currency);
  if (whole === undefined || fraction.length > digits) return null;
  const amount = Number(whole.replaceAll(",", "") + fraction.padEnd(digits, "0"));
  return Number.isSafeInteger(amount) ? { amount, currency } : null;
}

/** The amount as somebody would type it, `12000.50`. */
export function typedMoney({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const text = String(amount).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
