// Counts with their units, shared by all pages.
import { plural, t } from "@lingui/core/macro";

export function nights(count: number): string {
  return t`${plural(count, { one: "# night", other: "# nights" })}`;
}

export function guests(count: number): string {
  return t`${plural(count, { one: "# guest", other: "# guests" })}`;
}

export function units(count: number): string {
  return t`${plural(count, { one: "# unit", other: "# units" })}`;
}

export function days(count: number): string {
  return t`${plural(count, { one: "# day", other: "# days" })}`;
}

/** `2 adults, 1 child`. */
export function party(adults: number, children: number): string {
  if (children === 0) return t`${plural(adults, { one: "# adult", other: "# adults" })}`;
  return t`${plural(adults, { one: "# adult", other: "# adults" })}, ${plural(children, { one: "# child", other: "# children" })}`;
}
