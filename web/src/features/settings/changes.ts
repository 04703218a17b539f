import type { Schemas } from "../../api/client";
import type { Property } from "../../api/properties";

/** What may be changed of a property. */
export function settingsOf(property: Property) {
  const { id: _id, currency: _currency, arrivalCutoff, ...settings } = property;
  return { ...settings, arrivalCutoff: arrivalCutoff ?? "" };
}

export type Settings = ReturnType<typeof settingsOf>;

/** Only what differs: what somebody else set in the meantime is not set back. */
export function changesOf(property: Property, settings: Settings): Schemas["PropertyPatch"] {
  const before = settingsOf(property);
  const changed = (Object.keys(before) as (keyof Settings)[]).filter((name) => settings[name] !== before[name]);
  return Object.fromEntries(
    changed.map((name) => [name, name === "arrivalCutoff" ? settings[name] || null : settings[name]]),
  );
}
