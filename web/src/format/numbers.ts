// Formats plain numbers.
import { formatLocale } from "../text/locale";

/** `2,000` in English. */
export function formatNumber(number: number, locale = formatLocale()): string {
  return new Intl.NumberFormat(locale).format(number);
}
