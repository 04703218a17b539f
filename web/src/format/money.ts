// Formats and parses money. Amounts are whole minor units everywhere else in the app.
import { formatLocale } from "../text/locale";

export interface Money {
  amount: number;
  currency: string;
}

// The decimals of ISO 4217. Intl cannot be used: it returns how many are usually shown, which is 0 for PKR.
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
  let format = formats.get(key);
  if (!format) {
    const digits = minorDigits(currency);
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "code",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}

/** The number of decimals of a currency (ISO 4217). */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** `PKR 45,000.00`, with the decimals of the currency. */
export function formatMoney(money: Money, locale = formatLocale()): string {
  return formatOf(money.currency, locale).format(money.amount / 10 ** minorDigits(money.currency));
}

const AMOUNT = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

/**
 * Parses an amount such as `12,000.50`. Works on the digits, because floating point is not exact. Null if the
 * input is not an amount or has more decimals than the currency.
 */
export function parseMoney(input: string, currency: string): Money | null {
  const [, whole, fraction = ""] = AMOUNT.exec(input.replace(/\s/g, "")) ?? [];
  const digits = minorDigits(currency);
  if (whole === undefined || fraction.length > digits) return null;
  const amount = Number(whole.replaceAll(",", "") + fraction.padEnd(digits, "0"));
  return Number.isSafeInteger(amount) ? { amount, currency } : null;
}

/** The amount as the value of an input, `12000.50`. */
export function moneyInput({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(amount).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
