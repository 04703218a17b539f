// Names the browser and the operating system of a user agent.
import { accountTexts } from "../../text/signed-in/account";

type NamedPattern = readonly [pattern: RegExp, name: string];

// The first match counts, because the user agent of Edge contains Chrome, and that of Chrome contains Safari.
const BROWSERS: readonly NamedPattern[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*\bSafari\//, "Safari"],
];
const SYSTEMS: readonly NamedPattern[] = [
  [/\biPhone\b|\biPod\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];
const PROGRAM = /^(curl|wget|python|go-http|okhttp|java|node|axios|httpx?|postman|insomnia)/i;

function findName(patterns: readonly NamedPattern[], userAgent: string): string | undefined {
  return patterns.find(([pattern]) => pattern.test(userAgent))?.[1];
}

/** `Chrome on Android`, or a shorter text if the user agent does not name both. */
export function describeDevice(userAgent: string): string {
  const text = accountTexts.device;
  if (PROGRAM.test(userAgent)) return text.program;
  const browser = findName(BROWSERS, userAgent);
  const system = findName(SYSTEMS, userAgent);
  if (system) return text.on(browser ?? text.unknownBrowser, system);
  return browser ?? text.unknown;
}
