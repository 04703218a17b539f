// The time zones to choose from. Browsers list some under names that the IANA gave up long ago, and nobody would look for them there.
const RENAMED: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** All zones by name, with the one that is set, whatever it is called. */
export function zones(
  current: string,
  known: readonly string[] = Intl.supportedValuesOf("timeZone"),
): string[] {
  return [...new Set([current, "UTC", ...known.map((zone) => RENAMED[zone] ?? zone)])].sort();
}
