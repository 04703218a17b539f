import { i18n } from "@lingui/core";
import { afterEach, expect, test, vi } from "vitest";
import { formatDate } from "../format/dates";
import { formatMoney } from "../format/money";
import { activate } from "./i18n";
import { texts } from "./lazy";
import { t } from "./texts";

const modules = import.meta.glob([
  "../**/*.{ts,tsx}",
  "!../**/*.test.*",
  "!../app/{main,preload}.*",
  "!../text/test-setup.ts",
]);

afterEach(() => activate("en"));

test("no module reads a text while it is loaded", async () => {
  vi.resetModules();
  const fresh = await import("@lingui/core");
  const read = vi.spyOn(fresh.i18n, "_");
  for (const load of Object.values(modules)) await load();
  expect(read).not.toHaveBeenCalled();
}, 60_000);

test("a text is translated into the active locale when it is read", async () => {
  const [whole, part] = [t.signIn.title, t.nav];
  const german = Object.fromEntries(Object.keys(i18n.messages).map((id) => [id, ["auf Deutsch"]]));
  i18n.loadAndActivate({ locale: "de", messages: german });
  expect([whole, t.signIn.title, part.search]).toEqual(["Sign in", "auf Deutsch", "auf Deutsch"]);
  expect(formatDate("2027-05-02")).toBe("So. 2. Mai 2027");
  expect(formatMoney({ amount: 4_500_000, currency: "EUR" }).replaceAll("\u00a0", " ")).toBe("45.000,00 EUR");
  await activate("en");
  expect([t.signIn.title, formatDate("2027-05-02")]).toEqual(["Sign in", "Sun 2 May 2027"]);
});

test("activating a locale without a catalogue changes nothing", async () => {
  await expect(activate("xx")).rejects.toThrow();
  expect(t.signIn.title).toBe("Sign in");
});

test("counts follow the plural rules", () => {
  expect([t.guest.nights(1), t.guest.nights(2)]).toEqual(["1 night", "2 nights"]);
  expect([t.guest.party.said(1, 0), t.guest.party.said(2, 1)]).toEqual(["1 adult", "2 adults, 1 child"]);
});

test("values that are not messages are unchanged", () => {
  const of = (name: string) => `of ${name}`;
  const tree = texts({ brand: "Soulter", of, below: { dash: "–" } });
  expect([tree.brand, tree.of("Zara"), tree.below.dash]).toEqual(["Soulter", "of Zara", "–"]);
});
