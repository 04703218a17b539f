import type { Schemas } from "../../api/client";
import type { Property } from "../../api/properties";

/** The settings of a property that can be changed. */
export function settingsOf(property: Property) {
  const { id: _id, currency: _currency, arrivalCutoff, ...settings } = property;
  return { ...settings, arrivalCutoff: arrivalCutoff ?? "" };
}

export type Settings = ReturnType<typeof settingsOf>;

/** The settings that differ. Sending only these keeps the changes that another user made in the meantime. */
export function settingsPatch(property: Property, settings: Settings): Schemas["PropertyPatch"] {
  const before = settingsOf(property);
  const changed = (Object.keys(before) as (keyof Settings)[]).filter(
    (name) => settings[name] !== before[name],
  );
  return Object.fromEntries(
    changed.map((name) => [name, name === "arrivalCutoff" ? settings[name] || null : settings[name]]),
  );
}
