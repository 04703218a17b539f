import type { Schemas } from "../../api/client";
import type { Property } from "../../api/properties";

/** What may be changed of a property. */
export function settingsOf(property: Property) {
  const { name, slug, timezone, checkInTime, checkOutTime, holdMinutes, agentHoldMinutes } = property;
  return { name, slug, timezone, checkInTime, checkOutTime, holdMinutes, agentHoldMinutes };
}

export type Settings = ReturnType<typeof settingsOf>;

/** Only what differs: what somebody else set in the meantime is not set back. */
export function changesOf(property: Property, settings: Settings): Schemas["PropertyPatch"] {
  const before = settingsOf(property);
  const changed = (Object.keys(before) as (keyof Settings)[]).filter(
    (name) => settings[name] !== before[name],
  );
  return Object.fromEntries(changed.map((name) => [name, settings[name]]));
}
