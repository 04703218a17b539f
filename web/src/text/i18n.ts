// The active locale of the app, and switching to another one.
import { i18n, type Messages } from "@lingui/core";
import { useSyncExternalStore } from "react";
import { SOURCE_LOCALE } from "./locale";
import { messages } from "./locales/en/public.po";

const STORAGE_KEY = "soulter.language";
const WELL_FORMED = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

const catalogues = import.meta.glob<{ messages: Messages }>(["./locales/*/*.po", "!./locales/en/*.po"]);

/** The locales whose catalogues are part of the build. */
export const languages = [
  SOURCE_LOCALE,
  ...new Set(Object.keys(catalogues).map((path) => path.split("/")[2] ?? SOURCE_LOCALE)),
];

let requested = SOURCE_LOCALE;

/** The tests serve a catalogue beside the page that is not part of the build. */
function fetchCatalogue(locale: string): Promise<{ messages: Messages }> {
  return import(/* @vite-ignore */ `/locales/${locale}.js`);
}

async function loadMessages(locale: string): Promise<Messages> {
  const parts = Object.entries(catalogues).filter(([path]) => path.startsWith(`./locales/${locale}/`));
  const found = await Promise.all(parts.length ? parts.map(([, load]) => load()) : [fetchCatalogue(locale)]);
  (await import("./calendar-locale")).registerCalendarLocale(locale);
  return Object.assign({}, ...found.map((part) => part.messages));
}

/** Loads the catalogues of a locale and activates it. Rejects and changes nothing if there are none. */
export async function activate(locale: string): Promise<void> {
  requested = locale;
  i18n.load(locale, locale === SOURCE_LOCALE ? messages : await loadMessages(locale));
  if (requested === locale) i18n.activate(locale);
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // The browser blocks storage.
  }
}

/**
 * The locale that is stored in this browser. Otherwise the first of the browser's languages that the app has.
 */
export function preferredLocale(): string {
  const stored = storedLocale();
  if (stored && WELL_FORMED.test(stored)) return stored;
  const known = (locale: string) => languages.find((one) => one === locale || one === locale.split("-")[0]);
  return navigator.languages.map(known).find((one) => one !== undefined) ?? SOURCE_LOCALE;
}

/** Activates English, then the preferred locale. Resolves when that is active or has failed to load. */
export async function startI18n(): Promise<void> {
  await activate(SOURCE_LOCALE);
  window.addEventListener("languagechange", followBrowser);
  await followBrowser();
}

async function followBrowser(): Promise<void> {
  const locale = preferredLocale();
  if (locale === i18n.locale) return;
  try {
    await activate(locale);
  } catch (error) {
    console.warn(`There is no catalogue of ${locale}.`, error);
  }
}

/** Calls the listener whenever another locale has become active. Returns a function that unsubscribes. */
export function onLocaleChange(listener: () => void): () => void {
  let last = i18n.locale;
  return i18n.on("change", () => {
    // Lingui also emits `change` when messages are only loaded.
    if (i18n.locale === last) return;
    last = i18n.locale;
    listener();
  });
}

onLocaleChange(() => {
  document.documentElement.lang = i18n.locale;
});

/** The active locale, as React state. */
export function useLocale(): string {
  return useSyncExternalStore(onLocaleChange, () => i18n.locale);
}
