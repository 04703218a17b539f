import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** A catalogue for the public pages, which the first page loads, and one for the pages behind the sign-in. */
const PARTS = { public: ["src/text/texts.ts", "src/text/public"], "signed-in": ["src/text/signed-in"] };

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: Object.entries(PARTS).map(([part, include]) => ({
    path: `src/text/locales/{locale}/${part}`,
    include,
  })),
  // Line numbers would change the catalogues although no text has changed.
  format: formatter({ lineNumbers: false }),
  orderBy: "origin",
});
