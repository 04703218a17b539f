// Money as people read it. Amounts are whole minor units and never leave this shape before this place.
export interface Money {
  amount: number;
  currency: string;
}

// ISO 4217 says how many digits a minor unit has. Intl cannot be asked: it knows how many are usually shown, which for PKR are none.
const DIGITS: Record<string, number> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0]),
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
export function formatMoney(money: Money, locale = "en"): string {
  return formatOf(money.currency, locale).format(money.amount / 10 ** digitsOf(money.currency));
}
