import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformAsync } from "@babel/core";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Turns the macros of `src/text` into calls. No other file needs Babel. */
function messages() {
  return {
    name: "soulter-messages",
    enforce: "pre" as const,
    transform: {
      filter: { id: /\/src\/text\/.*\.ts$/, code: "@lingui/core/macro" },
      async handler(code: string, id: string) {
        const made = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ["typescript"] },
          plugins: ["@lingui/babel-plugin-lingui-macro"],
        });
        return { code: made?.code ?? code, map: made?.map };
      },
    },
  };
}

/** Lays `.br` and `.gz` beside what compresses well, once and as small as it gets: whoever serves them need not compress. */
function compressed() {
  let folder = "dist";
  return {
    name: "soulter-compressed",
    apply: "build" as const,
    configResolved(config: { build: { outDir: string } }) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!/\.(js|css|svg|json|webmanifest)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const file = await readFile(path);
        if (file.length < 1024) continue;
        await writeFile(`${path}.br`, brotliCompressSync(file));
        await writeFile(`${path}.gz`, gzipSync(file, { level: 9 }));
      }
    },
  };
}

/**
 * Separate scripts that the page loads before the app's, in this order. `src/app/preload.ts` sends the first requests to the API while
 * the browser still parses the rest.
 */
const FIRST_SCRIPTS = ["preload", "libraries"];

/** The one that every page is written in; found only after the styles, it would be drawn with another font first, and move. */
const FONT = "figtree-latin-wght-normal.woff2";

interface Built {
  type: string;
  name?: string;
  names?: string[];
  fileName: string;
}

/** Adds these scripts and the font to the built page, so that the browser loads them at once. */
function preloadFirstPage() {
  return {
    name: "soulter-preload",
    apply: "build" as const,
    transformIndexHtml: {
      order: "post" as const,
      handler(html: string, { bundle = {} }: { bundle?: Record<string, Built> }) {
        const addressOf = (what: string, fits: (one: Built) => boolean | undefined) => {
          const file = Object.values(bundle).find(fits);
          if (!file) throw new Error(`There is no ${what}.`);
          return `/${file.fileName}`;
        };
        const font = addressOf(FONT, (one) => one.names?.includes(FONT));
        const preload = `<link rel="preload" as="font" type="font/woff2" crossorigin href="${font}">\n    `;
        const tags = FIRST_SCRIPTS.map((name) => {
          const script = addressOf(`chunk "${name}"`, (one) => one.type === "chunk" && one.name === name);
          return `<script type="module" crossorigin src="${script}"></script>\n    `;
        });
        return html.replace("<script ", `${preload}${tags.join("")}<script `);
      },
    },
  };
}

export default defineConfig({
  plugins: [messages(), lingui({ failOnCompileError: true }), react(), compressed(), preloadFirstPage()],
  // Beside `make run`, whose built app is on 3000. The API is at its own port, as in production.
  server: { port: 3001, strictPort: true },
  // What a visitor loads first is measured, compressed, by `make bench`.
  build: {
    target: "es2022",
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "preload", test: /src\/app\/preload/, priority: 3 },
            { name: "libraries", test: /node_modules/, tags: ["$initial"], priority: 2 },
            // Everything else that is there from the beginning, in one piece.
            { name: "app", tags: ["$initial"], priority: 1 },
          ],
        },
      },
    },
  },
  // Files share what they import: to load it anew for each of them took six times as long as all else.
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/*.test.mjs"],
    setupFiles: ["src/text/speak-english.ts"],
    isolate: false,
  },
});
