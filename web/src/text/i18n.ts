// The language of the app: which one is active, and how another one becomes active.
import { i18n, type Messages } from "@lingui/core";
import { useSyncExternalStore } from "react";
import { SOURCE } from "./locale";
import { messages } from "./locales/en/public.po";

const CHOICE = "soulter.language";
const WELL_FORMED = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

const catalogues = import.meta.glob<{ messages: Messages }>(["./locales/*/*.po", "!./locales/en/*.po"]);

/** Locales whose catalogues belong to the build. */
export const languages = [
  SOURCE,
  ...new Set(Object.keys(catalogues).map((path) => path.split("/")[2] ?? SOURCE)),
];

let wanted = SOURCE;

/** Tests bring a catalogue that no build contains: it is looked for beside the page. */
function fetched(locale: string): Promise<{ messages: Messages }> {
  return import(/* @vite-ignore */ `/locales/${locale}.js`);
}

async function translated(locale: string): Promise<Messages> {
  const parts = Object.entries(catalogues).filter(([path]) => path.startsWith(`./locales/${locale}/`));
  const found = await Promise.all(parts.length ? parts.map(([, load]) => load()) : [fetched(locale)]);
  (await import("./calendar-names")).nameCalendar(locale);
  return Object.assign({}, ...found.map((part) => part.messages));
}

/** Make a language the active one; its catalogues are fetched first. Rejects, and changes nothing, when there are none. */
export async function activate(locale: string): Promise<void> {
  wanted = locale;
  i18n.load(locale, locale === SOURCE ? messages : await translated(locale));
  if (wanted === locale) i18n.activate(locale);
}

function kept(): string | null {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** The language that was chosen in this browser, else the first of the browser's own that there is. */
export function preferred(): string {
  const chosen = kept();
  if (chosen && WELL_FORMED.test(chosen)) return chosen;
  const known = (locale: string) => languages.find((one) => one === locale || one === locale.split("-")[0]);
  return navigator.languages.map(known).find((one) => one !== undefined) ?? SOURCE;
}

/** English at once, then the preferred language; fulfilled when that is active, or is not to be had. */
export async function begin(): Promise<void> {
  await activate(SOURCE);
  window.addEventListener("languagechange", follow);
  await follow();
}

async function follow(): Promise<void> {
  const locale = preferred();
  if (locale === i18n.locale) return;
  try {
    await activate(locale);
  } catch (error) {
    console.warn(`There is no catalogue of ${locale}.`, error);
  }
}

/** Calls back whenever another language has become active. */
export function onLanguage(changed: () => void): () => void {
  let last = i18n.locale;
  return i18n.on("change", () => {
    // Messages that are only loaded are a change, too.
    if (i18n.locale === last) return;
    last = i18n.locale;
    changed();
  });
}

onLanguage(() => {
  document.documentElement.lang = i18n.locale;
});

/** The active locale. Whoever draws something with it is drawn again when it changes. */
export function useLocale(): string {
  return useSyncExternalStore(onLanguage, () => i18n.locale);
}
