// The options of the time zone field. Browsers list some zones under outdated names, which are replaced here.
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

/** All time zones by name, including the current one under the name that it has. */
export function timezoneOptions(
  current: string,
  known: readonly string[] = Intl.supportedValuesOf("timeZone"),
): string[] {
  return [...new Set([current, "UTC", ...known.map((zone) => RENAMED[zone] ?? zone)])].sort();
}
