import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [
    { path: "<rootDir>/src/text/locales/{locale}", include: ["<rootDir>/src/text"], exclude: ["**/*.test.ts"] },
  ],
  // A line that moves is no change of a text.
  format: formatter({ lineNumbers: false }),
  orderBy: "origin",
});
