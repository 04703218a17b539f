import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** What the first page loads, and what only those who signed in need: a catalogue for each. */
const PARTS = { public: ["src/text/texts.ts", "src/text/public"], "signed-in": ["src/text/signed-in"] };

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: Object.entries(PARTS).map(([part, include]) => ({
    path: `src/text/locales/{locale}/${part}`,
    include,
  })),
  // A line that moves is no change of a text.
  format: formatter({ lineNumbers: false }),
  orderBy: "origin",
});
