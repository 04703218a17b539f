// Which browser on which system, in words that a person recognises; the user agent itself is written for machines.
import { accountTexts } from "../../text/signed-in/account";

type Sign = readonly [pattern: RegExp, name: string];

// The order decides: Edge says that it is Chrome, Chrome says that it is Safari.
const BROWSERS: readonly Sign[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*\bSafari\//, "Safari"],
];
const SYSTEMS: readonly Sign[] = [
  [/\biPhone\b|\biPod\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];
const PROGRAM = /^(curl|wget|python|go-http|okhttp|java|node|axios|httpx?|postman|insomnia)/i;

function named(signs: readonly Sign[], userAgent: string): string | undefined {
  return signs.find(([pattern]) => pattern.test(userAgent))?.[1];
}

/** `Chrome on Android`; as much of it as the user agent tells. */
export function deviceOf(userAgent: string): string {
  const text = accountTexts.device;
  if (PROGRAM.test(userAgent)) return text.program;
  const browser = named(BROWSERS, userAgent);
  const system = named(SYSTEMS, userAgent);
  if (system) return text.on(browser ?? text.unknownBrowser, system);
  return browser ?? text.unknown;
}
