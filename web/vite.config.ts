import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformAsync } from "@babel/core";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Compiles the Lingui macros in `src/text`. No other file needs Babel. */
function messages() {
  return {
    name: "soulter-messages",
    enforce: "pre" as const,
    transform: {
      filter: { id: /\/src\/text\/.*\.ts$/, code: "@lingui/core/macro" },
      async handler(code: string, id: string) {
        const result = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ["typescript"] },
          plugins: ["@lingui/babel-plugin-lingui-macro"],
        });
        return { code: result?.code ?? code, map: result?.map };
      },
    },
  };
}

/** Writes `.br` and `.gz` copies beside the built text files, so that servers need not compress them. */
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
 * Scripts that the page loads before the app, in this order. `src/app/preload.ts` sends the first requests to
 * the API while the browser parses the others.
 */
const FIRST_SCRIPTS = ["preload", "libraries"];

/** The font of all pages. Without a preload, the browser first renders the page in another font. */
const FONT = "figtree-latin-wght-normal.woff2";

interface Built {
  type: string;
  name?: string;
  names?: string[];
  fileName: string;
}

/** Adds these scripts and the font to the built page, so that the browser loads them immediately. */
function preloadFirstPage() {
  return {
    name: "soulter-preload",
    apply: "build" as const,
    transformIndexHtml: {
      order: "post" as const,
      handler(html: string, { bundle = {} }: { bundle?: Record<string, Built> }) {
        const urlOf = (name: string, matches: (file: Built) => boolean | undefined) => {
          const file = Object.values(bundle).find(matches);
          if (!file) throw new Error(`There is no ${name}.`);
          return `/${file.fileName}`;
        };
        const font = urlOf(FONT, (one) => one.names?.includes(FONT));
        const preload = `<link rel="preload" as="font" type="font/woff2" crossorigin href="${font}">\n    `;
        const tags = FIRST_SCRIPTS.map((name) => {
          const script = urlOf(`chunk "${name}"`, (one) => one.type === "chunk" && one.name === name);
          return `<script type="module" crossorigin src="${script}"></script>\n    `;
        });
        return html.replace("<script ", `${preload}${tags.join("")}<script `);
      },
    },
  };
}

export default defineConfig({
  plugins: [messages(), lingui({ failOnCompileError: true }), react(), compressed(), preloadFirstPage()],
  // `make run` serves the built app on port 3000.
  server: { port: 3001, strictPort: true },
  // `make bench` measures the compressed size of the first page.
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
            // All other code of the first page.
            { name: "app", tags: ["$initial"], priority: 1 },
          ],
        },
      },
    },
  },
  // Test files share modules, because loading them for each file takes six times as long as the tests.
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/*.test.mjs"],
    setupFiles: ["src/text/test-setup.ts"],
    isolate: false,
  },
});
